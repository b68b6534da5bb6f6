import { Temporal } from '@js-temporal/polyfill';
import { type Interval, formatDuration } from '#libs/time';
import {
  type Availability,
  type CalendarRules,
  type FreeSlot,
  type Host,
  type OpenSlot,
  type Schedule,
  WEEKDAYS,
} from '.';

// A second reading of what is free, slow and simple, that shares no code with the engine: dates and clocks by Temporal,
// hours and busy times as minutes on a line, and every minute of the span tried. Whole minutes only.

const MINUTE_MS = 60_000;
/** Past any slot, its buffers, and the longest working interval. */
const MARGIN_MINUTES = 2 * 1440;

export function slotsByTemporal(input: Availability, span: Interval): FreeSlot[] {
  const from = Math.floor(span.start / MINUTE_MS) - MARGIN_MINUTES;
  const length = Math.ceil(span.end / MINUTE_MS) + MARGIN_MINUTES - from;
  const limits = new Limits(input, from, from + length);
  const lines = input.hosts.map((host) => new HostLine(host, input.calendar, limits, from, length));
  const slots: FreeSlot[] = [];
  for (let minute = Math.ceil(span.start / MINUTE_MS); minute * MINUTE_MS < span.end; minute += 1) {
    if (!limits.takes(minute * MINUTE_MS)) continue;
    const slot = input.calendar.type === 'collective' ? together(input, lines, minute) : anybody(lines, minute);
    if (slot) slots.push(slot);
  }
  return slots;
}

/** What the calendar itself says of starts, whoever its hosts are. */
class Limits {
  private readonly earliest: number;
  private readonly latest: number;
  /** Dates in the calendar's zone, by their first instants. */
  private readonly dates: { date: string; begins: number }[] = [];

  constructor(
    private readonly input: Availability,
    from: number,
    to: number,
  ) {
    const { timezone, minimumNotice, bookingWindow } = input.calendar;
    const today = zoned(input.now, timezone);
    this.earliest = Math.max(input.now, today.add(formatDuration(minimumNotice)).epochMilliseconds);
    this.latest = 'from' in bookingWindow ? Infinity : today.add(formatDuration(bookingWindow)).epochMilliseconds;
    let date = zoned(from * MINUTE_MS, timezone).toPlainDate();
    for (let begins = 0; begins < to * MINUTE_MS; date = date.add({ days: 1 })) {
      begins = date.toZonedDateTime(timezone).epochMilliseconds;
      this.dates.push({ date: date.toString(), begins });
    }
  }

  dateOf(start: number): string {
    return this.dates.findLast(({ begins }) => begins <= start)?.date ?? '';
  }

  takes(start: number): boolean {
    const { calendar, fullDates } = this.input;
    if (!calendar.active || start < this.earliest || start >= this.latest) return false;
    const date = this.dateOf(start);
    const { bookingWindow: window } = calendar;
    return !fullDates?.has(date) && (!('from' in window) || (window.from <= date && date <= window.to));
  }
}

function zoned(instant: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}

function anybody(lines: readonly HostLine[], minute: number): FreeSlot | null {
  const able = lines.filter((line) => line.serves(minute, line.openAt(minute), true));
  if (able.length === 0) return null;
  const begun = able.find((line) => line.openAt(minute)) ?? able[0];
  const seats = able.reduce((sum, line) => sum + line.seats(line.openAt(minute)), 0);
  return { start: minute * MINUTE_MS, end: begun?.end(minute) ?? NaN, seats, hosts: able.map(({ id }) => id) };
}

function together({ ownerId }: Availability, lines: readonly HostLine[], minute: number): FreeSlot | null {
  const owner = lines.find(({ id }) => id === ownerId);
  if (!owner) return null;
  const open = owner.openAt(minute);
  const asked = lines.filter((line) => !open || line === owner || line.isIn(open));
  const free = asked.filter((line) => line.serves(minute, open, line === owner));
  if (asked.some((line) => (line === owner || !line.host.optional) && !free.includes(line))) return null;
  const hosts = (open ? asked : free).map(({ id }) => id);
  return { start: minute * MINUTE_MS, end: owner.end(minute), seats: owner.seats(open), hosts };
}

class HostLine {
  readonly id: string;
  private readonly hours: { start: number; end: number }[];
  private readonly working: Uint8Array;
  private readonly taken: Uint8Array;

  constructor(
    readonly host: Host,
    private readonly calendar: CalendarRules,
    private readonly limits: Limits,
    private readonly from: number,
    length: number,
  ) {
    this.id = host.hostId;
    this.hours = hoursByTemporal(host.schedule, from, from + length);
    this.working = new Uint8Array(length);
    this.taken = new Uint8Array(length);
    for (const { start, end } of this.hours) this.mark(this.working, start, end);
    for (const { start, end } of [...host.busy, ...host.open])
      this.mark(this.taken, start / MINUTE_MS, end / MINUTE_MS);
  }

  openAt(minute: number): OpenSlot | undefined {
    return this.host.open.find(({ start }) => start === minute * MINUTE_MS);
  }

  isIn({ slotId }: OpenSlot): boolean {
    return this.host.busy.some((busy) => busy.slotId === slotId);
  }

  end(minute: number): number {
    return this.openAt(minute)?.end ?? minute * MINUTE_MS + this.calendar.slotDuration;
  }

  seats(open: OpenSlot | undefined): number {
    return open ? open.seatsLeft : this.calendar.appointmentsPerSlot;
  }

  serves(minute: number, open: OpenSlot | undefined, onGrid: boolean): boolean {
    const { slotDuration, preBuffer, postBuffer } = this.calendar;
    const start = minute * MINUTE_MS;
    const end = open ? open.end : start + slotDuration;
    if (this.host.heldBack || this.host.fullDates?.has(this.limits.dateOf(start))) return false;
    if (onGrid && !this.isOnGrid(minute)) return false;
    if (!this.all(this.working, minute, end / MINUTE_MS)) return false;
    if (!open) return !this.any(this.taken, minute - preBuffer / MINUTE_MS, (end + postBuffer) / MINUTE_MS);
    const own = this.host.busy.find(({ slotId }) => slotId === open.slotId) ?? open;
    const others = this.host.busy.filter((busy) => busy.slotId !== open.slotId && busy.start < busy.end);
    return open.seatsLeft > 0 && others.every((busy) => busy.end <= own.start || own.end <= busy.start);
  }

  private isOnGrid(minute: number): boolean {
    const { slotInterval, slotOffset } = this.calendar;
    return this.hours.some(({ start, end }) => {
      for (let at = start + slotOffset / MINUTE_MS; at < end; at += slotInterval / MINUTE_MS)
        if (at === minute) return true;
      return false;
    });
  }

  private mark(line: Uint8Array, start: number, end: number): void {
    for (let minute = Math.max(start, this.from); minute < end; minute += 1) line[minute - this.from] = 1;
  }

  private all(line: Uint8Array, start: number, end: number): boolean {
    return line.subarray(start - this.from, end - this.from).every((mark) => mark === 1);
  }

  private any(line: Uint8Array, start: number, end: number): boolean {
    return line.subarray(start - this.from, end - this.from).some((mark) => mark === 1);
  }
}

/** In minutes of the epoch. */
function hoursByTemporal(
  { timezone, rules, travel = [] }: Schedule,
  from: number,
  to: number,
): { start: number; end: number }[] {
  const dateOf = (minute: number): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(minute * MINUTE_MS)
      .toZonedDateTimeISO('UTC')
      .toPlainDate();
  const hours: { start: number; end: number }[] = [];
  const last = dateOf(to).add({ days: 2 });
  for (
    let date = dateOf(from).subtract({ days: 2 });
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  ) {
    const journey = travel.find((one) => one.from <= date.toString() && date.toString() <= one.to);
    const zone = journey?.timezone ?? timezone;
    const rule =
      rules.find((one) => one.type === 'date' && one.date === date.toString()) ??
      rules.find((one) => one.type === 'weekday' && one.day === WEEKDAYS[date.dayOfWeek - 1]);
    for (const interval of rule?.intervals ?? []) {
      const overnight = interval.to <= interval.from;
      const ends = overnight || interval.to === '24:00' ? date.add({ days: 1 }) : date;
      const start = minuteOf(date, interval.from, zone);
      const end = minuteOf(ends, interval.to === '24:00' ? '00:00' : interval.to, zone);
      if (start < end) hours.push({ start, end });
    }
  }
  return hours;
}

/** A time in a gap moves forward by the gap; of one shown twice it is the first: what Temporal calls compatible. */
function minuteOf(date: Temporal.PlainDate, time: string, timeZone: string): number {
  const plain = date.toPlainDateTime(Temporal.PlainTime.from(time));
  return plain.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds / MINUTE_MS;
}
