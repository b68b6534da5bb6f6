import type { Answer } from './http';
import type { Meeting, User } from './types';

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.codePointAt(0) ?? 63)};`);

const page = (status: number, title: string, body: string): Answer => ({
  status,
  headers: {
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  },
  html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem}
input,button{font:inherit;padding:.4rem}li{margin:.4rem 0}</style>
</head>
<body>
<h1>${escape(title)}</h1>
${body}
<p><small>Zoom simulator: nothing here reaches Zoom.</small></p>
</body>
</html>
`,
});

export const problemPage = (status: number, title: string, text: string): Answer =>
  page(status, title, `<p>${escape(text)}</p>`);

/** A person chooses whom to consent as, or declines. `query` is the authorize request, which the links repeat. */
export function consentPage(users: User[], query: URLSearchParams, declineUrl: string): Answer {
  const link = (email: string): string => {
    const chosen = new URLSearchParams(query);
    chosen.set('sim_user', email);
    return `authorize?${chosen.toString()}`;
  };
  const known = users
    .filter(({ status }) => status === 'active')
    .map(({ email, displayName }) => {
      return `<li><a href="${escape(link(email))}">${escape(displayName)} (${escape(email)})</a></li>`;
    });
  const hidden = [...query]
    .filter(([name]) => name !== 'sim_user')
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`);
  return page(
    200,
    'Authorize the app',
    `<p>The app asks to manage your meetings. Continue as:</p>
<ul>${known.join('\n')}</ul>
<form method="get" action="authorize">${hidden.join('')}
<label>Another e-mail <input type="email" name="sim_user" required></label> <button>Allow</button></form>
<p><a href="${escape(declineUrl)}">Decline</a></p>`,
  );
}

/** For whoever opens the address they were given. */
export const welcomePage = (users: User[]): Answer => {
  const rows = users.map(({ email, displayName }) => {
    const href = `/_sim/meetings?email=${encodeURIComponent(email)}`;
    return `<li><a href="${escape(href)}">${escape(displayName)} (${escape(email)})</a></li>`;
  });
  return page(
    200,
    'The Zoom simulator',
    `<p>It stands in for Zoom. The meetings of its users:</p>
<ul>${rows.join('\n') || '<li>nobody has connected yet</li>'}</ul>
<p>What it was asked: <a href="/_sim/requests">/_sim/requests</a></p>`,
  );
};

export const meetingPage = (meeting: Meeting): Answer =>
  page(
    200,
    meeting.topic,
    `<p>You are in meeting ${meeting.id}.</p>
<p>${meeting.status === 'started' ? 'The host is here.' : 'Waiting for the host to start this meeting.'}</p>`,
  );

export const passcodePage = (meeting: Meeting): Answer =>
  page(
    200,
    'Enter meeting passcode',
    `<form method="get" action="/j/${meeting.id}"><input name="passcode" required> <button>Join</button></form>`,
  );

/** Zoom's own form; nobody whose link is their own ever sees it. */
export const registrationPage = (meeting: Meeting): Answer =>
  problemPage(200, 'Meeting registration', `Meeting ${meeting.id} is for those who have registered.`);

export const hostPage = (meeting: Meeting): Answer =>
  page(200, meeting.topic, `<p>You are the host of meeting ${meeting.id}.</p>`);

export const goneMeetingPage = (): Answer =>
  problemPage(404, 'Invalid meeting ID', 'This meeting does not exist, was deleted or has expired.');
