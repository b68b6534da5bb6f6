import { SealEntriesJob } from '../../src/audit/seal-entries';
import { aQuietAppointment, book, TUESDAY_10, TUESDAY_11 } from './booking';
import { aRoundRobin } from './calendars';
import { anAccount, anEmail, type TestUser } from './identity';
import { aZoomCalendar, aZoomHost, type ZoomHost, zoomFails, zoomRecovers } from './meetings';
import { queueMail } from './messaging';
import { notify } from './notifications';
import { bookSeries } from './series';
import type { TestApp } from './test-app';

/** An account that has a bit of everything. */
export interface FullAccount {
  owner: TestUser;
  rep: ZoomHost;
}

/** Names and addresses that no other account has. */
export const MARK = /aardvark/i;

const WEEKLY = { rrule: 'FREQ=WEEKLY;COUNT=2' };

/** Fills an account until every table that knows accounts has rows of it, work that waits included. */
export async function aFullAccount(slotlink: TestApp): Promise<FullAccount> {
  const owner = await anAccount(slotlink, { accountName: 'Aardvark Ltd', name: 'Ada Aardvark' });
  const rep = await aZoomHost(slotlink, owner);
  const guest = () => ({ contact: { name: 'Gert Aardvark', email: anEmail('aardvark') } });
  const open = await aZoomCalendar(owner, rep, { name: 'Aardvark call' });
  const { id } = await book(slotlink, open, TUESDAY_10, guest());
  const cancelled = await book(slotlink, open, TUESDAY_11, guest());
  await owner.post(`/v1/appointments/${cancelled.id}/cancel`, {}).expect(200);
  const personal = { name: 'Aardvark class', appointmentsPerSlot: 3, zoom: { joinLinks: 'per_participant' } };
  await book(slotlink, await aZoomCalendar(owner, rep, personal), '2026-11-25T15:00:00.000Z', guest());
  const together = await aZoomCalendar(owner, rep, { name: 'Aardvark series', zoom: { oneLinkForSeries: true } });
  await bookSeries(owner, together, '2026-11-26T15:00:00.000Z', WEEKLY, guest());
  await slotlink.drainJobs();
  await addOwn(slotlink, owner, rep);
  // Of the audit, the one part is sealed and the other is not.
  await slotlink.app.get(SealEntriesJob).run(owner);
  await owner.post(`/v1/users/${rep.user.userId}/login-as`, { reason: 'Aardvark asks again' }).expect(201);
  await slotlink.http
    .post(`/v1/public/calendars/${open.slug}/holds`)
    .send({ start: '2026-11-27T15:00:00.000Z' })
    .expect(201);
  await aQuietAppointment(slotlink, owner);
  await leaveWork(slotlink, owner, rep, { id, guest: guest() });
  return { owner, rep };
}

/** What is the account's without being booked. */
async function addOwn(slotlink: TestApp, owner: TestUser, { user: rep }: ZoomHost): Promise<void> {
  const rules = [{ type: 'weekday', day: 'friday', intervals: [{ from: '09:00', to: '17:00' }] }];
  await owner.post('/v1/schedules', { name: 'Aardvark hours', timezone: 'UTC', rules }).expect(201);
  await owner.put(`/v1/users/${rep.userId}/schedule`, { timezone: 'UTC', rules }).expect(200);
  const [start, end] = ['2026-12-01T08:00:00Z', '2026-12-01T09:00:00Z'];
  await rep.post('/v1/blocks', { userId: rep.userId, start, end, title: 'Aardvark dentist' }).expect(201);
  const url = 'https://calendar.example.com/aardvark.ics';
  await rep.post('/v1/busy-feeds', { userId: rep.userId, url }).expect(201);
  await slotlink.query(
    `INSERT INTO feed_times (feed_id, user_id, during) SELECT id, user_id, tstzrange($1, $2) FROM busy_feeds`,
    [start, end],
  );
  await rep.get('/v1/me/feed').expect(200);
  await notify(slotlink, rep, { title: 'Aardvark news' });
  await owner.post(`/v1/users/${rep.userId}/login-as`, { reason: 'Aardvark asks for help' }).expect(201);
  const scopes = ['contacts.read'];
  await rep.post('/v1/api-keys', { name: 'Aardvark program', scopes }).expect(201);
  await owner.post('/v1/users', { name: 'Ina Aardvark', email: anEmail('aardvark') }).expect(201);
  await owner.post(`/v1/users/${owner.userId}/integrations/zoom/request`).expect(202);
  const gone = await owner.addUser({ name: 'Gone Aardvark' });
  await owner.delete(`/v1/users/${gone.userId}`).expect(204);
  await owner.post(`/v1/users/${gone.userId}/restore`).expect(201);
  const aContact = async () =>
    (await owner.post('/v1/contacts', { name: 'Cora Aardvark', email: anEmail('aardvark') }).expect(201)).body.id;
  const into = await aContact();
  await owner.post(`/v1/contacts/${await aContact()}/merge`, { intoId: into }).expect(200);
  await owner.post(`/v1/contacts/${await aContact()}/erase`).expect(201);
  await slotlink.query(
    `INSERT INTO zoom_events (id, digest, zoom_user_id, received_at, body)
     SELECT id, 'aardvark', zoom_user_id, now(), 'aardvark' FROM zoom_connections WHERE user_id = $1`,
    [rep.userId],
  );
  await aRoundRobin(owner, { name: 'Aardvark team', hosts: 2 });
}

/** A meeting to be made, one to be changed and one to be deleted while Zoom is away, and mails on their way. */
async function leaveWork(
  slotlink: TestApp,
  owner: TestUser,
  rep: ZoomHost,
  { id, guest }: { id: string; guest: object },
): Promise<void> {
  const calendar = await aZoomCalendar(owner, rep, { name: 'Aardvark later' });
  const given = await book(slotlink, calendar, '2026-11-27T16:00:00.000Z', guest);
  await slotlink.drainJobs();
  await zoomFails(slotlink, { kind: 'status', status: 503, path: '/meetings', times: 100 });
  await owner.post(`/v1/appointments/${given.id}/cancel`, {}).expect(200);
  await owner.patch(`/v1/appointments/${id}`, { title: 'Aardvark talk' }).expect(200);
  await book(slotlink, calendar, '2026-11-27T14:00:00.000Z', guest);
  await slotlink.drainJobs();
  await zoomRecovers(slotlink);
  await queueMail(slotlink, owner.accountId, { dedupeKey: 'aardvark:queued' });
  await queueMail(slotlink, owner.accountId, { dedupeKey: 'aardvark:sending' });
  await slotlink.query(`UPDATE messages SET state = 'sending', attempts = 1 WHERE dedupe_key = 'aardvark:sending'`);
  await slotlink.query(
    `UPDATE meetings SET replaces = (SELECT id FROM meetings WHERE account_id = $1 AND wanted = 'absent' LIMIT 1)
     WHERE id = (SELECT id FROM meetings WHERE account_id = $1 AND wanted = 'present' AND slot_id IS NOT NULL LIMIT 1)`,
    [owner.accountId],
  );
}
