import fc from 'fast-check';
import { offsetAt } from '#libs/time';
import {
  type Availability,
  type CalendarRules,
  type Candidate,
  type Host,
  type Rule,
  type Schedule,
  type Travel,
  WEEKDAYS,
  freeSlots,
  offerAt,
} from '.';
import { MINUTE, duration } from './slots.fixtures';

// Random calendars for the property specs.

export const DAY = 1440 * MINUTE;
export const ZONES = [...Intl.supportedValuesOf('timeZone'), 'UTC'];

/** The days of 2026–2028 on which a zone changes its clocks; any day where it never does. */
const changeDays = new Map<string, number[]>();
export function changeDaysOf(zone: string): number[] {
  const known = changeDays.get(zone);
  if (known) return known;
  const days: number[] = [];
  for (let day = Date.UTC(2026, 0); day < Date.UTC(2029, 0); day += DAY) {
    if (offsetAt(zone, day) !== offsetAt(zone, day + DAY)) days.push(day);
  }
  if (days.length === 0) days.push(Date.UTC(2026, 10, 23));
  changeDays.set(zone, days);
  return days;
}

export const minutes = (from: number, to: number, step = 5): fc.Arbitrary<number> =>
  fc.integer({ min: from / step, max: to / step }).map((n) => n * step);

export function wall(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

const intervals = fc.oneof(
  fc.tuple(minutes(0, 1435), minutes(0, 1440)).map(([from, to]) => [{ from: wall(from), to: wall(to) }]),
  minutes(60, 1380).map((seam) => [
    { from: '00:00', to: wall(seam) },
    { from: wall(seam), to: '24:00' },
  ]),
  fc.constant([{ from: '09:00', to: '17:00' }]),
  fc.constant([]),
);

const dateNear = (day: number, days: number): string => new Date(day + days * DAY).toISOString().slice(0, 10);

/** Mostly none; else a day or two abroad. */
function travelNear(day: number): fc.Arbitrary<Travel[]> {
  const journey = fc
    .tuple(fc.integer({ min: -2, max: 3 }), fc.nat(1), fc.constantFrom(...ZONES))
    .map(([from, length, timezone]) => ({ from: dateNear(day, from), to: dateNear(day, from + length), timezone }));
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<Travel[]>([]) },
    fc.array(journey, { minLength: 1, maxLength: 1 }),
  );
}

function scheduleNear(timezone: string, day: number): fc.Arbitrary<Schedule> {
  const date = dateNear(day, 0);
  const parts = fc.tuple(fc.tuple(...WEEKDAYS.map(() => intervals)), fc.option(intervals), travelNear(day));
  return parts.map(([week, special, travel]) => ({
    timezone,
    travel,
    rules: [
      ...week.map((hours, i): Rule => ({ type: 'weekday', day: WEEKDAYS[i] ?? 'monday', intervals: hours })),
      ...(special ? [{ type: 'date' as const, date, intervals: special }] : []),
    ],
  }));
}

const rulesNear = (day: number): fc.Arbitrary<CalendarRules> =>
  fc.record({
    type: fc.constantFrom('round_robin' as const, 'collective' as const),
    active: fc.constant(true),
    timezone: fc.constantFrom(...ZONES),
    slotDuration: minutes(15, 90, 15).map((m) => m * MINUTE),
    slotInterval: minutes(10, 60).map((m) => m * MINUTE),
    slotOffset: minutes(0, 75).map((m) => m * MINUTE),
    preBuffer: minutes(0, 15).map((m) => m * MINUTE),
    postBuffer: minutes(0, 15).map((m) => m * MINUTE),
    minimumNotice: fc.constantFrom('PT0M', 'PT2H', 'P1D').map(duration),
    bookingWindow: fc.oneof(
      fc.constantFrom('P1D', 'PT40H', 'P2M').map(duration),
      fc.tuple(fc.integer({ min: -2, max: 1 }), fc.nat(2)).map(([from, length]) => ({
        from: dateNear(day, from),
        to: dateNear(day, from + length),
      })),
    ),
    appointmentsPerSlot: fc.constantFrom(1, 3),
  });

/** A calendar around a change day of its first host's zone; some of its starts are booked already. */
export const scenarios = fc
  .tuple(fc.constantFrom(...ZONES), fc.nat())
  .chain(([zone, pick]) => {
    const days = changeDaysOf(zone);
    const day = days[pick % days.length] ?? 0;
    const kinds = fc.constantFrom(undefined, 'slot' as const, 'time-off' as const, 'elsewhere' as const);
    const times = fc.array(fc.tuple(minutes(-1440, 4320), minutes(0, 240), kinds), { maxLength: 6 });
    const fullDates = fc
      .constantFrom([], [], [], [dateNear(day, 0)], [dateNear(day, 1)])
      .map((dates) => new Set(dates));
    const hostIn = (home: fc.Arbitrary<string>): fc.Arbitrary<Omit<Host, 'hostId'>> =>
      fc
        .tuple(
          home.chain((other) => scheduleNear(other, day)),
          times,
          fc.record({ optional: fc.boolean(), fullDates }),
        )
        .map(([schedule, found, more]) => ({
          ...more,
          schedule,
          busy: found
            .map(([from, length, kind]) => ({
              start: day + from * MINUTE,
              end: day + (from + length) * MINUTE,
              ...(kind && { kind }),
            }))
            .sort((a, b) => a.start - b.start),
          open: [],
        }));
    const others = fc.array(hostIn(fc.oneof(fc.constant(zone), fc.constantFrom(...ZONES))), { maxLength: 2 });
    const bookings = fc.array(fc.nat(), { maxLength: 6 });
    const first = hostIn(fc.constant(zone));
    return fc.tuple(rulesNear(day), first, others, minutes(-1440, 720), bookings, fc.constant(day), fullDates);
  })
  .map(([calendar, first, others, now, bookings, day, fullDates]) => {
    const hosts = [first, ...others].map((host, i) => ({ hostId: `h${i}`, ...host }));
    const span = { start: day - DAY, end: day + 2 * DAY };
    let input: Availability = { calendar, hosts, ownerId: 'h0', now: day + now * MINUTE, fullDates };
    for (const pick of bookings) {
      const offered = freeSlots(input, span);
      const chosen = offered[pick % (offered.length || 1)];
      if (chosen) input = book(input, chosen.start).input;
    }
    return { input, span };
  });

/** What the store does on a booking: a seat in the slot that is there, or a slot that takes its hosts' time. */
export function book(input: Availability, start: number): { input: Availability; lead: Candidate } {
  const offer = offerAt(input, start);
  const lead = offer.offered ? offer.candidates[0] : undefined;
  if (!lead) throw new Error('offered, but not bookable');
  const { preBuffer, postBuffer } = input.calendar;
  const hosts = input.hosts.map((host) => {
    if (lead.joins !== null) {
      const open = host.open.map((slot) =>
        slot.slotId === lead.joins ? { ...slot, seatsLeft: slot.seatsLeft - 1 } : slot,
      );
      return { ...host, open };
    }
    if (!lead.hostIds.includes(host.hostId)) return host;
    const slotId = `${lead.hostId}@${start}`;
    const taken = { start: start - preBuffer, end: lead.end + postBuffer, slotId };
    const slot = { slotId, start, end: lead.end, seatsLeft: lead.seatsLeft - 1 };
    return {
      ...host,
      busy: [...host.busy, taken].sort((a, b) => a.start - b.start),
      open: host.hostId === lead.hostId ? [...host.open, slot] : host.open,
    };
  });
  return { input: { ...input, hosts }, lead };
}
