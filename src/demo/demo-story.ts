/** What the demo account holds: the story the documentation tells. */
export const DEMO_PASSWORD = 'demo-password';
export const DEMO_ACCOUNT = { accountName: 'ABC Marketing', timezone: 'America/New_York' };
export const DEMO_ADMIN = { name: 'Admin', email: 'admin@abcmarketing.com' };

/** Each of them has a simulated Zoom account with the same address. */
export const DEMO_USERS = [
  { name: 'User A', email: 'a@abcmarketing.com' },
  { name: 'User B', email: 'b@abcmarketing.com' },
  { name: 'User C', email: 'c@abcmarketing.com' },
];

/** Calendars by the IDs of users A, B and C. */
export function demoCalendars([a, b, c]: string[]): ({ slug: string } & Record<string, unknown>)[] {
  return [
    {
      name: 'Discovery call',
      slug: 'discovery-call',
      type: 'round_robin',
      minimumNotice: 'PT1H',
      postBuffer: 'PT10M',
      members: [{ userId: a }, { userId: b }, { userId: c }],
    },
    {
      name: 'Panel demo',
      slug: 'panel-demo',
      type: 'collective',
      slotDuration: 'PT1H',
      members: [{ userId: a, isOwner: true }, { userId: b }],
    },
    {
      name: 'Open house',
      slug: 'open-house',
      type: 'unassigned',
      appointmentsPerSlot: 20,
      location: { kind: 'custom', value: 'https://meet.example.com/open-house' },
    },
  ];
}
