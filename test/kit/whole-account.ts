import { addKey } from './api-keys';
import { TUESDAY_10, TUESDAY_11, book } from './booking';
import { aPersonal } from './calendars';
import { type TestUser, anAccount, anEmail } from './identity';
import { inboxOf, notify } from './notifications';
import { bookSeries } from './series';
import type { TestApp } from './test-app';

/** An account that has one of everything. */
export interface WholeAccount {
  owner: TestUser;
  admin: TestUser;
  /** Hosts the calendar, and owns what is somebody's own. */
  member: TestUser;
  /** The ID of a row of each collection, by its name in paths. */
  rows: Record<string, string>;
  /** What only this account's answers hold. */
  marks: string[];
}

/** Which collection the field of a body or query points into. */
const COLLECTIONS: Record<string, string> = {
  ...{ userId: 'users', hostUserId: 'users', actorId: 'users', subjectId: 'users' },
  ...{ calendarId: 'calendars', scheduleId: 'schedules' },
  ...{ contactId: 'contacts', intoId: 'contacts' },
  ...{ appointmentId: 'appointments', rescheduleOf: 'appointments', seriesId: 'series' },
};

export async function aWholeAccount(slotlink: TestApp, accountName: string): Promise<WholeAccount> {
  const owner = await anAccount(slotlink, { accountName, name: `${accountName} owner` });
  const admin = await owner.addUser({ role: 'admin', name: `${accountName} admin` });
  const member = await owner.addUser({ name: `${accountName} member` });
  const made = async (path: string, body: object) =>
    ((await owner.post(path, body).expect(201)).body as { id: string }).id;
  const calendar = await aPersonal(owner, { name: `${accountName} calendar`, members: [{ userId: member.userId }] });
  const appointment = await book(slotlink, calendar, TUESDAY_10);
  const series = await bookSeries(owner, calendar, TUESDAY_11, { rrule: 'FREQ=WEEKLY;COUNT=2' });
  await notify(slotlink, member, { title: `${accountName} news` });
  const [notification] = await inboxOf(member);
  const [session] = await slotlink.query<{ id: string }>('SELECT id FROM sessions WHERE user_id = $1', [member.userId]);
  const aContact = () => ({ name: `${accountName} contact`, email: anEmail() });
  const span = { start: '2026-12-01T09:00:00Z', end: '2026-12-01T10:00:00Z' };
  const rules = [{ type: 'weekday', day: 'monday', intervals: [{ from: '09:00', to: '17:00' }] }];
  const rows = {
    ...{ accounts: owner.accountId, users: member.userId, members: member.userId },
    ...{ calendars: calendar.id, appointments: appointment.id as string, series: series.series.id },
    schedules: await made('/v1/schedules', {
      name: `${accountName} hours`,
      userId: member.userId,
      timezone: 'UTC',
      rules,
    }),
    contacts: await made('/v1/contacts', aContact()),
    blocks: await made('/v1/blocks', { userId: member.userId, title: `${accountName} block`, ...span }),
    'busy-feeds': await made('/v1/busy-feeds', {
      userId: member.userId,
      url: `https://calendar.example.com/${accountName}.ics`,
    }),
    notifications: notification?.id ?? '',
    'api-keys': (await addKey(slotlink, member, ['self.read'], { name: `${accountName} key` })).keyId,
    sessions: session?.id ?? '',
    erasures: await made(`/v1/contacts/${await made('/v1/contacts', aContact())}/erase`, {}),
  };
  return { owner, admin, member, rows, marks: [accountName, owner.email, admin.email, member.email] };
}

/** The ID of the account's row that a path's parameter stands for: of the collection before it. */
export function rowOfParameter({ rows }: WholeAccount, path: string, parameter: string): string {
  const steps = path.split('/');
  return taught(rows, steps[steps.indexOf(`:${parameter}`) - 1], `the parameter ${parameter} of ${path}`);
}

/** The ID of the account's row that a field points to. */
export function rowOfField({ rows }: WholeAccount, field: string): string {
  return taught(rows, COLLECTIONS[field], `the field ${field}`);
}

function taught(rows: Record<string, string>, collection: string | undefined, what: string): string {
  const id = rows[collection ?? ''];
  if (id === undefined || id === '')
    throw new Error(`There is no row for ${what}: teach test/kit/whole-account.ts one`);
  return id;
}
