import { book, offered, TUESDAY_10, TUESDAY_11, tryToBook } from '../kit/booking';
import { anUnassigned, aRoundRobin } from '../kit/calendars';
import { pathsOf } from '../kit/guests';
import { anAccount, TestUser } from '../kit/identity';
import { MONDAY, startTestApp, TestApp } from '../kit/test-app';

const DAY = { from: '2026-11-24', to: '2026-11-24' };
const slugOf = (body: { type: string }) => body.type.split('/').pop();

describe('a guest, by the token of their appointment', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());
  beforeEach(() => slotlink.clock.set(MONDAY));

  const starts = async (path: string, query: object = DAY) => {
    const { body } = await slotlink.http.get(`${path}/free-slots`).query(query).expect(200);
    return (body.days as { slots: { start: string }[] }[]).flatMap(({ slots }) => slots.map(({ start }) => start));
  };

  it('sees what they booked, and nothing of the inside', async () => {
    const calendar = await aRoundRobin(owner, { appointmentsPerSlot: 2 });
    const guests = [{ name: 'Gina', email: 'gina@example.com' }];
    const appointment = await book(slotlink, calendar, TUESDAY_10, { guests });
    const other = await book(slotlink, calendar, TUESDAY_10, {
      contact: { name: 'Otto Other', email: 'otto@example.com' },
    });
    await owner.patch(`/v1/appointments/${appointment.id}`, { internalNotes: 'difficult' }).expect(200);
    const { body, headers } = await slotlink.http.get(pathsOf(appointment).api).expect(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers.etag).toBe(`"${body.version}"`);
    expect(body).toMatchObject({
      id: appointment.id,
      start: TUESDAY_10,
      canReschedule: { allowed: true, until: TUESDAY_10, reason: null },
      canCancel: { allowed: true },
    });
    const text = JSON.stringify(body);
    for (const secret of ['difficult', 'Otto', 'gina@', owner.accountId, other.id, other.publicToken]) {
      expect(text).not.toContain(secret);
    }
  });

  it('is offered its own seat and the others', async () => {
    const calendar = await aRoundRobin(owner);
    const before = await offered(slotlink, calendar, DAY.from, DAY.to);
    const appointment = await book(slotlink, calendar, TUESDAY_10);
    await book(slotlink, calendar, TUESDAY_11);
    const { api } = pathsOf(appointment);
    expect(await starts(api)).toEqual(before.filter((start) => start !== TUESDAY_11));
    const { body } = await slotlink.http.get(`${api}/free-slots`).query({ ...DAY, timezone: 'UTC' });
    expect(body.timezone).toBe('UTC');
    expect(JSON.stringify(body)).not.toContain('hosts');
    await slotlink.http.get(`${api}/free-slots`).query({ from: 'x', to: 'y' }).expect(422);
    await slotlink.http
      .get(`${api}/free-slots`)
      .query({ ...DAY, rescheduleOf: appointment.id })
      .expect(422);
  });

  it('moves it: another slot, the same appointment and links', async () => {
    const calendar = await aRoundRobin(owner);
    const appointment = await book(slotlink, calendar, TUESDAY_10);
    const before = (await owner.get(`/v1/appointments/${appointment.id}`)).body;
    const { api } = pathsOf(appointment);
    const { body } = await slotlink.http
      .post(`${api}/reschedule`)
      .send({ start: TUESDAY_11, timezone: 'Asia/Kathmandu' })
      .expect(200);
    expect(body).toMatchObject({
      id: appointment.id,
      start: TUESDAY_11,
      timezone: 'Asia/Kathmandu',
      links: appointment.links,
      publicToken: appointment.publicToken,
    });
    const after = (await owner.get(`/v1/appointments/${appointment.id}`)).body;
    expect(after.slotId).not.toBe(before.slotId);
    expect(await offered(slotlink, calendar, DAY.from, DAY.to)).toContain(TUESDAY_10);
    const history = await owner.get(`/v1/appointments/${appointment.id}/history`).expect(200);
    expect(JSON.stringify(history.body)).toContain('guest');
  });

  it('keeps the slot when the time stays', async () => {
    const calendar = await aRoundRobin(owner);
    const appointment = await book(slotlink, calendar, TUESDAY_10);
    const slotOf = async () => (await owner.get(`/v1/appointments/${appointment.id}`)).body.slotId as string;
    const before = await slotOf();
    await slotlink.http
      .post(`${pathsOf(appointment).api}/reschedule`)
      .send({ start: TUESDAY_10 })
      .expect(200);
    expect(await slotOf()).toBe(before);
  });

  it('moves into the slot it held', async () => {
    const calendar = await aRoundRobin(owner);
    const appointment = await book(slotlink, calendar, TUESDAY_10);
    const { body: hold } = await slotlink.http
      .post(`/v1/public/calendars/${calendar.slug}/holds`)
      .send({ start: TUESDAY_11 })
      .expect(201);
    const { api } = pathsOf(appointment);
    const without = await slotlink.http.post(`${api}/reschedule`).send({ start: TUESDAY_11 }).expect(409);
    expect(slugOf(without.body)).toBe('slot-taken');
    await slotlink.http.post(`${api}/reschedule`).send({ start: TUESDAY_11, holdToken: hold.token }).expect(200);
  });

  it('cancels it, once, and says why', async () => {
    const calendar = await aRoundRobin(owner);
    const appointment = await book(slotlink, calendar, TUESDAY_10);
    const { api } = pathsOf(appointment);
    const { body } = await slotlink.http.post(`${api}/cancel`).send({ reason: 'Ill' }).expect(200);
    expect(body).toMatchObject({
      status: 'cancelled',
      cancellation: { by: 'guest', reason: 'Ill', at: MONDAY },
      canReschedule: { allowed: false, reason: 'cancelled' },
      canCancel: { allowed: false },
    });
    expect(await offered(slotlink, calendar, DAY.from, DAY.to)).toContain(TUESDAY_10);
    const again = await slotlink.http.post(`${api}/cancel`).expect(409);
    expect(slugOf(again.body)).toBe('transition-not-allowed');
    await slotlink.http.post(`${api}/reschedule`).send({ start: TUESDAY_11 }).expect(409);
  });

  it('cancels without a body', async () => {
    const appointment = await book(slotlink, await aRoundRobin(owner), TUESDAY_10);
    await slotlink.http.post(`${pathsOf(appointment).api}/cancel`).expect(200);
  });

  it('changes it up to the cut-off, and not after', async () => {
    const calendar = await aRoundRobin(owner, { changeCutoff: 'PT4H' });
    const appointment = await book(slotlink, calendar, TUESDAY_10);
    const { api } = pathsOf(appointment);
    await slotlink.clock.set('2026-11-24T10:59:59.999Z');
    await slotlink.http.post(`${api}/reschedule`).send({ start: TUESDAY_11 }).expect(200);
    await slotlink.clock.set('2026-11-24T12:00:00.000Z');
    const { body } = await slotlink.http.get(api).expect(200);
    expect(body.canReschedule).toEqual({ allowed: false, until: '2026-11-24T12:00:00.000Z', reason: 'too-late' });
    const moved = await slotlink.http.post(`${api}/reschedule`).send({ start: TUESDAY_10 }).expect(409);
    const cancelled = await slotlink.http.post(`${api}/cancel`).send({}).expect(409);
    expect([slugOf(moved.body), slugOf(cancelled.body)]).toEqual(['change-too-late', 'change-too-late']);
  });

  it('does only what the calendar allows', async () => {
    const calendar = await aRoundRobin(owner, { allowReschedule: false, allowCancellation: false });
    const { api } = pathsOf(await book(slotlink, calendar, TUESDAY_10));
    expect((await slotlink.http.get(api)).body).toMatchObject({
      canReschedule: { allowed: false, until: null, reason: 'not-offered' },
      canCancel: { allowed: false, until: null, reason: 'not-offered' },
    });
    const moved = await slotlink.http.post(`${api}/reschedule`).send({ start: TUESDAY_11 }).expect(409);
    expect(slugOf(moved.body)).toBe('change-not-offered');
    await slotlink.http.post(`${api}/cancel`).expect(409);
  });

  it('may still move when the calendar has become inactive', async () => {
    const calendar = await aRoundRobin(owner);
    const { api } = pathsOf(await book(slotlink, calendar, TUESDAY_10));
    await owner.patch(`/v1/calendars/${calendar.id}`, { active: false }).expect(200);
    await tryToBook(slotlink, calendar, TUESDAY_11).expect(409);
    expect(await starts(api)).toContain(TUESDAY_11);
    await slotlink.http.post(`${api}/reschedule`).send({ start: TUESDAY_11 }).expect(200);
  });

  it('has nowhere to move to when the calendar was deleted, and may cancel', async () => {
    const calendar = await aRoundRobin(owner);
    const appointment = await book(slotlink, calendar, TUESDAY_10);
    const { api, manage, reschedule } = pathsOf(appointment);
    await owner.delete(`/v1/calendars/${calendar.id}?future=keep`).expect(204);
    const { body } = await slotlink.http.get(api).expect(200);
    expect(body).toMatchObject({
      canReschedule: { allowed: false, reason: 'not-offered' },
      canCancel: { allowed: true },
    });
    expect((await slotlink.http.get(manage).expect(200)).text).not.toContain('Choose another time');
    await slotlink.http.get(reschedule).expect(409);
    await slotlink.http.get(`${api}/free-slots`).query(DAY).expect(404);
    const moved = await slotlink.http.post(`${api}/reschedule`).send({ start: TUESDAY_11 }).expect(409);
    expect(slugOf(moved.body)).toBe('change-not-offered');
    await slotlink.http.post(`${api}/cancel`).expect(200);
  });

  it('is told when a time is taken, not offered or none', async () => {
    const calendar = await aRoundRobin(owner);
    const { api } = pathsOf(await book(slotlink, calendar, TUESDAY_10));
    await book(slotlink, calendar, TUESDAY_11);
    const refused = async (input: object, status: number) =>
      slugOf((await slotlink.http.post(`${api}/reschedule`).send(input).expect(status)).body);
    expect(await refused({ start: TUESDAY_11 }, 409)).toBe('slot-taken');
    expect(await refused({ start: '2026-11-24T15:07:00Z' }, 422)).toBe('slot-not-offered');
    expect(await refused({ start: 'tomorrow' }, 422)).toBe('invalid');
    expect(await refused({}, 422)).toBe('invalid');
    expect(await refused({ start: TUESDAY_11, timezone: 'Mars/Base' }, 422)).toBe('invalid');
    expect(await refused({ start: TUESDAY_11, hostUserId: owner.userId }, 422)).toBe('invalid');
    expect((await slotlink.http.get(api)).body.start).toBe(TUESDAY_10);
  });

  it('keeps to the version it saw, if it says so', async () => {
    const { api } = pathsOf(await book(slotlink, await aRoundRobin(owner), TUESDAY_10));
    const { headers } = await slotlink.http.get(api);
    await slotlink.http
      .post(`${api}/reschedule`)
      .set('if-match', headers.etag!)
      .send({ start: TUESDAY_11 })
      .expect(200);
    await slotlink.http.post(`${api}/cancel`).set('if-match', headers.etag!).expect(412);
  });

  it('holds a token that opens its own appointment only', async () => {
    const calendar = await aRoundRobin(owner);
    const mine = await book(slotlink, calendar, TUESDAY_10);
    const other = await book(slotlink, calendar, TUESDAY_11);
    const [, mac] = (mine.publicToken as string).split('.');
    const join = pathsOf(mine).join.split('/').pop()!;
    const forged = [`${other.id}.${mac}`, mine.id, `${mine.id}.`, `${mine.publicToken}x`, join, 'x', '%F0%9F%98%80'];
    for (const token of forged) {
      const api = `/v1/public/appointments/${token}`;
      for (const path of [api, `${api}/free-slots?from=2026-11-24&to=2026-11-24`, `${api}/invite.ics`]) {
        expect(slugOf((await slotlink.http.get(path).expect(404)).body)).toBe('not-found');
      }
      await slotlink.http.post(`${api}/reschedule`).send({ start: TUESDAY_11 }).expect(404);
      await slotlink.http.post(`${api}/cancel`).expect(404);
    }
    expect((await slotlink.http.get(pathsOf(other).api)).body.status).toBe('confirmed');
  });

  it('holds a token that dies with its generation and with the appointment', async () => {
    const calendar = await aRoundRobin(owner);
    const old = await book(slotlink, calendar, TUESDAY_10);
    await slotlink.query('UPDATE appointments SET link_generation = link_generation + 1 WHERE id = $1', [old.id]);
    const removed = await book(slotlink, calendar, TUESDAY_11);
    await owner.delete(`/v1/appointments/${removed.id}`).expect(204);
    for (const { api, manage, join } of [old, removed].map(pathsOf)) {
      await slotlink.http.get(api).expect(404);
      await slotlink.http.get(manage).expect(404);
      await slotlink.http.get(join).expect(404);
    }
  });

  describe('as a calendar file', () => {
    it('gets the appointment, published and without other people', async () => {
      const calendar = await anUnassigned(owner);
      const appointment = await book(slotlink, calendar, TUESDAY_10, {
        guests: [{ name: 'Gina', email: 'gina@example.com' }],
      });
      const { text, headers } = await slotlink.http.get(`${pathsOf(appointment).api}/invite.ics`).expect(200);
      expect(headers['content-type']).toMatch(/^text\/calendar; charset=utf-8/);
      const lines = text.replace(/\r\n[ \t]/g, '').split('\r\n');
      expect(lines).toEqual(
        expect.arrayContaining([
          'METHOD:PUBLISH',
          'DTSTART:20261124T150000Z',
          'DTEND:20261124T153000Z',
          'LOCATION:https://meet.example.com/open-house',
          'STATUS:CONFIRMED',
        ]),
      );
      expect(text).not.toMatch(/gina|ATTENDEE/i);
      expect(lines.join('\n')).toContain(appointment.links.join);
    });

    it('gets it marked when it was cancelled', async () => {
      const { api } = pathsOf(await book(slotlink, await aRoundRobin(owner), TUESDAY_10));
      await slotlink.http.post(`${api}/cancel`).expect(200);
      const { text } = await slotlink.http.get(`${api}/invite.ics`).expect(200);
      expect(text).toContain('STATUS:CANCELLED');
    });
  });
});
