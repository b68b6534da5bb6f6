import { DEMO_ADMIN, DEMO_PASSWORD, DEMO_USERS } from './demo';
import { Addresses, Config } from './platform/config';

/** What a person who has just started the server wants to know. */
export function greeting(config: Config, { publicUrl, zoomApiUrl }: Addresses, demo: boolean): string {
  const lines = [
    '',
    `Slotlink       ${publicUrl}`,
    `API reference  ${publicUrl}/docs`,
    ...(config.simulatesZoom ? [`Zoom simulator ${zoomApiUrl.replace(/\/v2$/, '')}`] : []),
  ];
  if (demo) {
    const emails = [DEMO_ADMIN, ...DEMO_USERS].map(({ email }) => email);
    lines.push(`Demo logins    ${emails.join(', ')} with the password ${DEMO_PASSWORD}`, '', ...threeThings(publicUrl));
  }
  return [...lines, '', 'Ctrl-C ends it.', ''].join('\n');
}

function threeThings(url: string): string[] {
  return [
    'Three things to try:',
    `  1. Book as a prospect: open ${url}/book/discovery-call in a browser, choose a time, and follow the join link.`,
    `  2. Log in as the admin and look at what was booked:`,
    `     TOKEN=$(curl -s ${url}/v1/auth/login -H 'content-type: application/json' \\`,
    `       -d '{"email":"${DEMO_ADMIN.email}","password":"${DEMO_PASSWORD}"}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`,
    `     curl -s ${url}/v1/appointments -H "authorization: Bearer $TOKEN"`,
    '  3. Walk through docs/tour.md: the ways of a prospect, a rep and an admin, in commands that work word for word.',
  ];
}
