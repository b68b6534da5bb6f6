import fc from 'fast-check';
import { tryToBook } from '../kit/booking';
import { aRoundRobin, newHosts, type TestCalendar } from '../kit/calendars';
import { anAccount, type TestUser } from '../kit/identity';
import { SchedulingModel, type Settings } from '../kit/scheduling-model';
import { startTestApp, type TestApp } from '../kit/test-app';

/** Tuesday and Wednesday of the tests' week. */
const FIRST_DAY = Date.parse('2026-11-24T00:00:00Z');
const SPAN = { from: '2026-11-24T00:00:00Z', to: '2026-11-26T00:00:00Z' };
const WEEKDAYS = ['tuesday', 'wednesday'];

const instant = (minute: number) => new Date(FIRST_DAY + minute * 60_000).toISOString();
const minuteOf = (text: string) => (Date.parse(text) - FIRST_DAY) / 60_000;
const wallTime = (minute: number) => new Date(minute * 60_000).toISOString().slice(11, 16);
const duration = (minutes: number) => `PT${minutes}M`;

interface Real {
  slotlink: TestApp;
  owner: TestUser;
  calendar: TestCalendar;
  hostIds: string[];
  /** By the model's seats. */
  appointments: Map<string, { id: string; publicToken: string }>;
  holds: Map<string, string>;
}

type Step = (model: SchedulingModel, real: Real) => Promise<void>;

/** An act, and after it the whole list of free slots held against the model's. */
class Act implements fc.AsyncCommand<SchedulingModel, Real> {
  constructor(
    private readonly told: string,
    private readonly step: Step,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: SchedulingModel, real: Real): Promise<void> {
    await this.step(model, real);
    const { body } = await real.owner.get(path(real, '/free-slots')).query(SPAN).expect(200);
    const days = body.days as { slots: { start: string; end: string; seats: number; hosts: string[] }[] }[];
    const listed = days.flatMap(({ slots }) =>
      slots.map(({ start, end, ...rest }) => ({ start: minuteOf(start), end: minuteOf(end), ...rest })),
    );
    expect(listed).toEqual(model.offers());
  }

  toString(): string {
    return this.told;
  }
}

const path = ({ calendar }: Real, rest: string) => `/v1/calendars/${calendar.id}${rest}`;
const nth = <T>(from: Iterable<T>, pick: number): T | undefined => {
  const all = [...from];
  return all[pick % all.length];
};
let made = 0;

const book = (start: number) =>
  new Act(`book ${wallTime(start)}`, async (model, real) => {
    const hosts = model.hostsAt(start);
    const { status, body } = await tryToBook(real.slotlink, real.calendar, instant(start));
    expect(status === 201).toBe(hosts.length > 0);
    if (status !== 201) return;
    const seat = `appointment ${(made += 1)}`;
    real.appointments.set(seat, { id: '', publicToken: body.publicToken });
    await adopt(model, real, seat, hosts);
  });

/** Sits the seat where the product put it, which must be one of the places there were. */
async function adopt(model: SchedulingModel, real: Real, seat: string, hosts: string[]): Promise<void> {
  const known = real.appointments.get(seat)!;
  const { body } = await real.owner.get('/v1/appointments').query({ calendarId: real.calendar.id }).expect(200);
  const items = body.items as {
    id: string;
    publicToken: string;
    host: { userId: string };
    start: string;
    end: string;
  }[];
  const found = items.find(({ publicToken }) => publicToken === known.publicToken)!;
  known.id = found.id;
  expect(hosts).toContain(found.host.userId);
  model.sit(seat, { host: found.host.userId, start: minuteOf(found.start), end: minuteOf(found.end) });
}

const hold = (start: number) =>
  new Act(`hold ${wallTime(start)}`, async (model, { slotlink, calendar, holds }) => {
    const hosts = model.hostsAt(start);
    const url = `/v1/public/calendars/${calendar.slug}/holds`;
    const { status, body } = await slotlink.http.post(url).send({ start: instant(start) });
    expect(status === 201).toBe(hosts.length > 0);
    if (status !== 201) return;
    const seat = `hold ${(made += 1)}`;
    holds.set(seat, body.token);
    const [row] = await slotlink.query<{ host: string }>(
      `SELECT lead_user_id AS host FROM slots s JOIN holds h ON h.slot_id = s.id WHERE h.id = $1`,
      [body.token.split('.')[0]],
    );
    expect(hosts).toContain(row!.host);
    model.sit(seat, { host: row!.host, start, end: minuteOf(body.end) });
  });

const endHold = (pick: number, convert: boolean) =>
  new Act(`${convert ? 'convert' : 'release'} hold ${pick}`, async (model, real) => {
    const [seat, token] = nth(real.holds, pick) ?? [];
    if (!seat || !token) return;
    const { slotlink, calendar } = real;
    if (!convert) {
      await slotlink.http.delete(`/v1/public/calendars/${calendar.slug}/holds/${token}`).expect(204);
      model.leave(seat);
    } else {
      const { start } = model.slotOf(seat);
      const { status, body } = await tryToBook(slotlink, calendar, instant(start), { holdToken: token });
      expect(status === 201).toBe(model.settings.active);
      if (status !== 201) return;
      const booked = `appointment ${(made += 1)}`;
      real.appointments.set(booked, { id: '', publicToken: body.publicToken });
      const { host } = model.slotOf(seat);
      model.rename(seat, booked);
      await adopt(model, real, booked, [host]);
    }
    real.holds.delete(seat);
  });

const move = (pick: number, start: number) =>
  new Act(`move ${pick} to ${wallTime(start)}`, async (model, real) => {
    const [seat, appointment] = nth(real.appointments, pick) ?? [];
    if (!seat || !appointment) return;
    const from = model.slotOf(seat);
    const hosts = model.hostsAt(start, seat);
    const url = `/v1/public/appointments/${appointment.publicToken}/reschedule`;
    const { status } = await real.slotlink.http.post(url).send({ start: instant(start) });
    if (start === from.start) {
      expect(status).toBe(200);
      return;
    }
    expect(status === 200).toBe(hosts.length > 0);
    if (status !== 200) return;
    model.leave(seat);
    await adopt(model, real, seat, hosts.includes(from.host) ? [from.host] : hosts);
  });

const reassign = (pick: number, to: number) =>
  new Act(`reassign ${pick} to host ${to}`, async (model, real) => {
    const [seat, appointment] = nth(real.appointments, pick) ?? [];
    const hostUserId = nth(real.hostIds, to)!;
    if (!seat || !appointment || model.slotOf(seat).host === hostUserId) return;
    const { start, end, capacity } = model.slotOf(seat);
    const length = capacity === 1 ? end - start : undefined;
    const hosts = model.hostsAt(start, seat, length).filter((host) => host === hostUserId);
    const { status } = await real.owner.post(`/v1/appointments/${appointment.id}/reassign`, { hostUserId });
    expect(status === 200).toBe(hosts.length > 0);
    if (status !== 200) return;
    model.leave(seat);
    await adopt(model, real, seat, hosts);
  });

const cancel = (pick: number) =>
  new Act(`cancel ${pick}`, async (model, real) => {
    const [seat, appointment] = nth(real.appointments, pick) ?? [];
    if (!seat || !appointment) return;
    await real.owner.post(`/v1/appointments/${appointment.id}/cancel`, {}).expect(200);
    real.appointments.delete(seat);
    model.leave(seat);
  });

const edit = (change: Partial<Settings>) =>
  new Act(`edit ${JSON.stringify(change)}`, async (model, real) => {
    const { slotDuration, slotInterval, slotOffset, preBuffer, postBuffer, ...rest } = change;
    const lengths = Object.entries({ slotDuration, slotInterval, slotOffset, preBuffer, postBuffer });
    const known = lengths.flatMap(([name, minutes]) => (minutes === undefined ? [] : [[name, duration(minutes)]]));
    await real.owner.patch(path(real, ''), { ...rest, ...Object.fromEntries(known) }).expect(200);
    Object.assign(model.settings, change);
  });

const shift = (pick: number, from: number, length: number) =>
  new Act(`hours of host ${pick} from ${wallTime(from)} for ${length}`, async (model, real) => {
    const hostId = nth(real.hostIds, pick)!;
    const to = Math.min(from + length, 1439);
    await setHours(real.owner, hostId, { from, to });
    model.hours.set(hostId, { from, to });
  });

const block = (pick: number, start: number, length: number) =>
  new Act(`block host ${pick} at ${wallTime(start)} for ${length}`, async (model, { owner, hostIds }) => {
    const host = nth(hostIds, pick)!;
    const end = start + length;
    const times = { start: instant(start), end: instant(end) };
    const { body } = await owner.post('/v1/blocks', { userId: host, title: 'Away', ...times }).expect(201);
    model.blocks.set(body.id, { host, start, end });
  });

const unblock = (pick: number) =>
  new Act(`unblock ${pick}`, async (model, { owner }) => {
    const [id] = nth(model.blocks, pick) ?? [];
    if (!id) return;
    await owner.delete(`/v1/blocks/${id}`).expect(204);
    model.blocks.delete(id);
  });

async function setHours(owner: TestUser, hostId: string, { from, to }: { from: number; to: number }): Promise<void> {
  const intervals = [{ from: wallTime(from), to: wallTime(to) }];
  const rules = WEEKDAYS.map((day) => ({ type: 'weekday', day, intervals }));
  await owner.put(`/v1/users/${hostId}/schedule`, { timezone: 'UTC', rules }).expect(200);
}

const pick = fc.nat({ max: 20 });
/** Quarter hours of both days' working time, on the grid or beside it. */
const start = fc
  .record({ day: fc.nat({ max: 1 }), quarter: fc.integer({ min: 32, max: 60 }) })
  .map(({ day, quarter }) => day * 1440 + quarter * 15);
const settings: fc.Arbitrary<Partial<Settings>> = fc.oneof(
  fc.constantFrom(15, 30, 45, 60).map((slotDuration) => ({ slotDuration })),
  fc.constantFrom(15, 30, 60).map((slotInterval) => ({ slotInterval })),
  fc.constantFrom(0, 10, 30).map((preBuffer) => ({ preBuffer })),
  fc.constantFrom(0, 5, 15).map((postBuffer) => ({ postBuffer })),
  fc.constantFrom(1, 1, 2, 3).map((appointmentsPerSlot) => ({ appointmentsPerSlot })),
  fc.constantFrom(null, null, 3, 5).map((appointmentsPerDay) => ({ appointmentsPerDay })),
  fc.constantFrom(null, null, 2, 3).map((appointmentsPerHostPerDay) => ({ appointmentsPerHostPerDay })),
  fc.constantFrom(0, 5, 20).map((slotOffset) => ({ slotOffset })),
  fc.boolean().map((active) => ({ active })),
);

const acts = [
  start.map(book),
  start.map(book),
  start.map(book),
  start.map(hold),
  fc.tuple(pick, fc.boolean()).map(([which, convert]) => endHold(which, convert)),
  fc.tuple(pick, start).map(([which, to]) => move(which, to)),
  fc.tuple(pick, pick).map(([which, to]) => reassign(which, to)),
  pick.map(cancel),
  settings.map(edit),
  fc.tuple(pick, start, fc.integer({ min: 1, max: 8 })).map(([which, from, length]) => block(which, from, length * 15)),
  pick.map(unblock),
  fc
    .tuple(pick, fc.integer({ min: 32, max: 48 }), fc.integer({ min: 4, max: 24 }))
    .map(([which, from, length]) => shift(which, from * 15, length * 15)),
];

describe('any sequence of acts', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink, { timezone: 'UTC' });
  });
  afterAll(() => slotlink.close());

  async function aStart(): Promise<{ model: SchedulingModel; real: Real }> {
    const hosts = await newHosts(owner, 2);
    const hours = new Map<string, { from: number; to: number }>();
    for (const [index, { userId }] of hosts.entries()) {
      hours.set(userId, { from: 540 + index * 60, to: 720 + index * 60 });
      await setHours(owner, userId, hours.get(userId)!);
    }
    const members = hosts.map(({ userId }) => ({ userId }));
    const calendar = await aRoundRobin(owner, { members, timezone: 'UTC', slotInterval: 'PT15M' });
    const model = new SchedulingModel(hours, {
      ...{ active: true, slotDuration: 30, slotInterval: 15, slotOffset: 0, preBuffer: 0, postBuffer: 0 },
      ...{ appointmentsPerSlot: 1, appointmentsPerDay: null, appointmentsPerHostPerDay: null },
    });
    const hostIds = hosts.map(({ userId }) => userId);
    return { model, real: { slotlink, owner, calendar, hostIds, appointments: new Map(), holds: new Map() } };
  }

  it('leaves exactly those slots free that a simple model leaves', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(acts, { maxCommands: 40, size: 'max' }), async (commands) => {
        const { model, real } = await aStart();
        await fc.asyncModelRun(() => ({ model, real }), commands);
      }),
      { numRuns: 12 },
    );
  });
});
