import { isId } from '../../src/platform/http';
import { book } from '../kit/booking';
import { aRoundRobin } from '../kit/calendars';
import { type TestRoute, ask, askWhole, idFieldsOf, routesOf } from '../kit/routes';
import { changedSince, snapshot, stopIntervals } from '../kit/snapshot';
import { type TestApp, startTestApp } from '../kit/test-app';
import { type WholeAccount, aWholeAccount, rowOfField, rowOfParameter } from '../kit/whole-account';

type Fields = Record<string, unknown>;

/** Good bodies that between them hold every field with an ID that a route takes. */
const BODIES: Record<string, (of: Whole) => Fields[]> = {
  'POST /v1/calendars': ({ hosts, scheduleId }) => [
    { name: 'Another', type: 'round_robin', members: hosts.map((userId) => ({ userId })), scheduleId },
  ],
  'PATCH /v1/calendars/:id': ({ hosts, scheduleId }) => [{ members: hosts.map((userId) => ({ userId })), scheduleId }],
  'POST /v1/schedules': ({ rows }) => [
    {
      ...{ name: 'Evenings', userId: rows.users, timezone: 'UTC' },
      rules: [{ type: 'weekday', day: 'monday', intervals: [{ from: '18:00', to: '20:00' }] }],
    },
  ],
  'POST /v1/blocks': ({ rows }) => [
    { userId: rows.users, title: 'Off', start: '2026-12-02T09:00:00Z', end: '2026-12-02T10:00:00Z' },
    { calendarId: rows.calendars, title: 'Closed', start: '2026-12-03T09:00:00Z', end: '2026-12-03T10:00:00Z' },
  ],
  'POST /v1/busy-feeds': ({ rows }) => [{ userId: rows.users, url: 'https://calendar.example.com/another.ics' }],
  'POST /v1/contacts/:id/merge': ({ otherContactId }) => [{ intoId: otherContactId }],
  'POST /v1/appointments': ({ rows, otherContactId, hosts }) => [
    { calendarId: rows.calendars, contactId: otherContactId, hostUserId: hosts[0], start: '2026-11-25T18:00:00Z' },
  ],
  'POST /v1/appointments/:id/reschedule': ({ hosts }) => [{ start: '2026-11-25T16:00:00Z', hostUserId: hosts[0] }],
  'POST /v1/appointments/:id/reassign': ({ otherHostId }) => [{ hostUserId: otherHostId }],
};

/** With a calendar of two hosts, and an appointment there. */
interface Whole extends WholeAccount {
  hosts: string[];
  /** Who does not host the appointment. */
  otherHostId: string;
  otherContactId: string;
  scheduleId: string;
}

describe('the ID of another account’s row', () => {
  let slotlink: TestApp;
  let ours: Whole;
  let theirs: WholeAccount;
  let routes: TestRoute[];
  beforeAll(async () => {
    slotlink = await startTestApp({ env: { RATE_LIMITS: 'off' } });
    stopIntervals(slotlink);
    ours = await withTwoHosts(await aWholeAccount(slotlink, 'Ours'));
    theirs = await aWholeAccount(slotlink, 'Theirs');
    routes = routesOf(slotlink).filter(({ isPublic }) => !isPublic);
  });
  afterAll(() => slotlink.close());

  async function withTwoHosts(whole: WholeAccount): Promise<Whole> {
    const { owner } = whole;
    const hosts = [whole.member.userId, whole.admin.userId];
    const calendar = await aRoundRobin(owner, { members: hosts.map((userId) => ({ userId })) });
    const appointment = await book(slotlink, calendar, '2026-11-25T17:00:00Z');
    const { body: booked } = await owner.get(`/v1/appointments/${appointment.id as string}`).expect(200);
    const rules = [{ type: 'weekday', day: 'wednesday', intervals: [{ from: '08:00', to: '23:00' }] }];
    const { body: schedule } = await owner.post('/v1/schedules', { name: 'All', timezone: 'UTC', rules }).expect(201);
    const { body: contact } = await owner
      .post('/v1/contacts', { name: 'Other', email: 'other@example.com' })
      .expect(201);
    return {
      ...whole,
      rows: { ...whole.rows, calendars: calendar.id, appointments: appointment.id as string },
      ...{ hosts, scheduleId: schedule.id as string, otherContactId: contact.id as string },
      otherHostId: hosts.find((userId) => userId !== booked.host.userId) ?? '',
    };
  }

  const titleOf = ({ method, path }: TestRoute) => `${method} ${path}`;
  const ourPath = ({ path, parameters }: TestRoute) =>
    parameters.reduce((filled, name) => filled.replace(`:${name}`, rowOfParameter(ours, path, name)), path);
  const tellsOfThem = (text: string) => theirs.marks.some((mark) => text.includes(mark));

  it('stands in a good body of this test for every field that takes one', () => {
    const missing = routes
      .filter(({ takesBody }) => takesBody)
      .flatMap((route) => {
        const bodies = BODIES[titleOf(route)]?.(ours) ?? [];
        const tried = bodies.flatMap((body) => placesOf(body)).map(({ field }) => field);
        const untried = idFieldsOf(route).filter((field) => !tried.includes(field));
        return untried.map((field) => `${titleOf(route)}: ${field}`);
      });
    expect(missing).toEqual([]);
  });

  it('is refused in every field of a body, and changes nothing; ours is not', async () => {
    const complaints: string[] = [];
    for (const route of routes.filter((one) => BODIES[titleOf(one)])) {
      const bodies = BODIES[titleOf(route)]?.(ours) ?? [];
      for (const body of bodies) {
        for (const { field, name, put } of placesOf(body)) {
          const before = await snapshot(slotlink);
          const foreign = put(rowOfField(theirs, name)) as Fields;
          const { status, slug, text } = await ask(slotlink, route, ourPath(route), ours.owner.token, foreign);
          const changed = await changedSince(slotlink, before);
          if ([404, 422].includes(status) && changed.length === 0 && !tellsOfThem(text)) continue;
          complaints.push(`${titleOf(route)} with their ${field}: ${status} ${slug}; it changed [${changed.join()}]`);
        }
      }
      // Else a fault of another kind would have passed for the refusal.
      for (const body of bodies) {
        const { status, text } = await ask(slotlink, route, ourPath(route), ours.owner.token, body);
        if (status >= 300) complaints.push(`${titleOf(route)} with our own IDs: ${status} ${text}`);
      }
    }
    expect(complaints).toEqual([]);
  }, 120_000);

  it('finds nothing in any field of a query', async () => {
    const complaints: string[] = [];
    for (const route of routes.filter(({ takesBody }) => !takesBody)) {
      for (const field of idFieldsOf(route)) {
        const given = { [field]: rowOfField(theirs, field) };
        const answer = await askWhole(slotlink, route, ourPath(route), ours.owner.token, () => '', given);
        if (answer.status >= 500 || tellsOfThem(answer.text)) {
          complaints.push(`${titleOf(route)} with their ${field}: ${answer.status} ${answer.text}`);
        }
      }
    }
    expect(complaints).toEqual([]);
  });

  it('is no calendar to apply a default meeting location to', async () => {
    const input = { kind: 'phone', applyToCalendars: [rowOfField(theirs, 'calendarId')] };
    const before = await snapshot(slotlink);
    const path = `/v1/users/${ours.member.userId}/default-meeting-location`;
    const { text, body } = await ours.member.put(path, input).expect(200);
    expect([body.changed, tellsOfThem(text)]).toEqual([[], false]);
    expect(await changedSince(slotlink, before)).not.toContain('public.calendar_members');
  });
});

interface Place {
  /** Dotted, `[]` for each of a list. */
  field: string;
  name: string;
  /** The whole with another ID in this place. */
  put: (id: string) => unknown;
}

/** Where IDs stand in a body. */
function placesOf(value: unknown, field = ''): Place[] {
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    return items.flatMap((item, index) =>
      placesOf(item, `${field}[]`).map((place) => ({ ...place, put: (id) => items.with(index, place.put(id)) })),
    );
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Fields).flatMap(([key, child]): Place[] => {
    const path = field === '' ? key : `${field}.${key}`;
    if (typeof child === 'string' && isId(child))
      return [{ field: path, name: key, put: (id) => ({ ...value, [key]: id }) }];
    return placesOf(child, path).map((place) => ({ ...place, put: (id) => ({ ...value, [key]: place.put(id) }) }));
  });
}
