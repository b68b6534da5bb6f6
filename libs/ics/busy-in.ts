import { type Recurrence, occurrencesIn, parseRecurrence } from '#libs/recurrence';
import { type Interval, instantOfWall, merge } from '#libs/time';
import type { ReadCalendar } from './calendar-reader';
import { FeedZones, type ReadClock } from './feed-zones';
import { type IcsEvent, MAX_LISTED } from './ics-event';
import type { IcsLength, IcsTime } from './ics-times';

export interface BusyOptions {
  /** Epoch ms; what lies outside is cut off. */
  span: Interval;
  /** For times and dates that name no zone. */
  timezone: string;
  /** Most times to keep; the soonest are. */
  max: number;
  /** Events whose times are told apart, by their UID. */
  isApart: (uid: string) => boolean;
}

export interface BusyReading {
  /** Sorted, disjoint and not touching. */
  times: Interval[];
  /** The same, of each event told apart. */
  apart: ReadonlyMap<string, Interval[]>;
  /** Those that make somebody busy within the span. */
  events: number;
  /** Sentences about what was not understood. */
  warnings: string[];
}

const DAY_MS = 86_400_000;
/** Longer ones that repeat overlap themselves anyway. */
const LONGEST_REPEATED_MS = 366 * DAY_MS;
/** Times gathered before they are merged: a bound on memory, not on what may be said. */
const GATHERED = 50_000;

/** When a calendar's events make somebody busy. It yields after each step, so that whoever asks may pause or give up. */
export function* busyIn(calendar: ReadCalendar, options: BusyOptions): Generator<undefined, BusyReading> {
  const reading = new Reading(calendar, options);
  for (const tzid of calendar.zones.keys()) {
    reading.know(tzid);
    yield;
  }
  for (const event of reading.events) {
    reading.replace(event);
    yield;
  }
  for (const event of reading.events) {
    reading.add(event);
    yield;
  }
  return reading.result();
}

/** What takes the place of occurrences of one event: their instants, and days where only a date is named. */
interface Replaced {
  instants: Set<number>;
  days: Set<number>;
}

class Reading {
  readonly events: IcsEvent[];
  private readonly zones: FeedZones;
  private readonly ownClock: ReadClock;
  private readonly replaced = new Map<string, Replaced>();
  private readonly apart = new Map<string, Interval[]>();
  private times: Interval[] = [];
  private count = 0;
  private misreadRules = 0;
  private cutLists = 0;
  private readonly unknownZones = new Set<string>();
  private tooMany = false;

  constructor(
    private readonly calendar: ReadCalendar,
    private readonly options: BusyOptions,
  ) {
    const { span, timezone } = options;
    this.zones = new FeedZones(calendar.zones, span);
    this.ownClock = (reading) => instantOfWall(timezone, reading);
    this.events = latest(calendar.events);
  }

  /** Works the zone out, which may take a moment. */
  know(tzid: string): void {
    this.zones.of(tzid);
  }

  /** Notes which occurrence it stands for. Before any is added. */
  replace({ uid, instead }: IcsEvent): void {
    if (uid === null || instead === null) return;
    const replaced = this.replaced.get(uid) ?? { instants: new Set(), days: new Set() };
    this.except([instead], replaced, this.ownClock);
    this.replaced.set(uid, replaced);
  }

  add(event: IcsEvent): void {
    if (!event.busy) return;
    const { span, isApart } = this.options;
    const { uid, cut } = event;
    if (cut) this.cutLists += 1;
    const times = this.timesOf(event).flatMap(({ start, end }) => {
      const cut = { start: Math.max(start, span.start), end: Math.min(end, span.end) };
      return cut.start < cut.end ? [cut] : [];
    });
    if (times.length === 0) return;
    this.count += 1;
    if (uid !== null && isApart(uid)) this.apart.set(uid, merge([...(this.apart.get(uid) ?? []), ...times]));
    else this.gather(times);
  }

  result(): BusyReading {
    const { apart, count: events } = this;
    this.tidy();
    return { times: this.times, apart, events, warnings: this.warnings() };
  }

  private gather(times: Interval[]): void {
    for (const time of times) this.times.push(time);
    if (this.times.length > GATHERED) this.tidy();
  }

  private tidy(): void {
    const merged = merge(this.times);
    this.tooMany ||= merged.length > this.options.max;
    this.times = merged.slice(0, this.options.max);
  }

  private timesOf(event: IcsEvent): Interval[] {
    const clock = this.clockOf(event.start);
    const { start } = event;
    const length = this.lengthOf(event, clock);
    const replaced = this.exceptionsOf(event, clock);
    const at = (reading: number): Interval => ({
      start: clock(reading),
      end: clock(reading + length.wall) + length.exact,
    });
    const readings = this.readingsOf(event, clock, length);
    const starts = event.instead
      ? [start.reading]
      : readings.filter((reading) => !isReplaced(reading, clock, replaced));
    const extra = event.dates.flatMap((date) => {
      const own = this.clockOf(date.start);
      if (isReplaced(date.start.reading, own, replaced)) return [];
      const begin = own(date.start.reading);
      if (date.end) return [{ start: begin, end: this.clockOf(date.end)(date.end.reading) }];
      const lasts = date.length ?? length;
      return [{ start: begin, end: own(date.start.reading + lasts.wall) + lasts.exact }];
    });
    return [...starts.map(at), ...extra];
  }

  /** The starts by the event's own clock. */
  private readingsOf({ start, rules }: IcsEvent, clock: ReadClock, { wall, exact }: IcsLength): number[] {
    const { span } = this.options;
    // The clock that shows UTC lets readings be told like instants; no zone is further than a day from it.
    const first = {
      start: start.reading,
      end: start.reading + Math.max(1, Math.min(wall + exact, LONGEST_REPEATED_MS)),
      timezone: 'UTC',
    };
    const around = { start: span.start - DAY_MS, end: span.end + DAY_MS };
    const readings = rules.flatMap((text) => {
      const rule = parseRecurrence(text);
      if (!rule) this.misreadRules += 1;
      return rule ? startsOf(rule, clock, (local) => occurrencesIn(local, first, around)) : [];
    });
    return [...new Set([start.reading, ...readings])];
  }

  /** An event without an end takes its day, or no time at all. */
  private lengthOf({ start, end, length }: IcsEvent, clock: ReadClock): IcsLength {
    if (length) return length;
    if (start.isDate) return { wall: Math.max(DAY_MS, (end?.reading ?? 0) - start.reading), exact: 0 };
    if (!end) return { wall: 0, exact: 0 };
    if (end.tzid === start.tzid && !end.isDate) return { wall: Math.max(0, end.reading - start.reading), exact: 0 };
    return { wall: 0, exact: Math.max(0, this.clockOf(end)(end.reading) - clock(start.reading)) };
  }

  private exceptionsOf({ uid, exceptDates }: IcsEvent, clock: ReadClock): Replaced {
    const others = uid === null ? undefined : this.replaced.get(uid);
    if (exceptDates.length === 0 && others) return others;
    const all = { instants: new Set(others?.instants), days: new Set(others?.days) };
    this.except(exceptDates, all, clock);
    return all;
  }

  private except(times: readonly IcsTime[], { instants, days }: Replaced, floating: ReadClock): void {
    for (const time of times) {
      if (time.isDate) days.add(time.reading / DAY_MS);
      else instants.add((time.tzid === null ? floating : this.clockOf(time))(time.reading));
    }
  }

  private clockOf({ tzid }: IcsTime): ReadClock {
    if (tzid === 'UTC') return (reading) => reading;
    const clock = tzid === null ? null : this.zones.of(tzid);
    if (tzid !== null && !clock) this.unknownZones.add(tzid);
    return clock ?? this.ownClock;
  }

  private warnings(): string[] {
    const { unreadable, cut } = this.calendar;
    const said = (count: number, text: string) =>
      count > 0 ? [`${count === 1 ? '1 event' : `${count} events`} ${text}`] : [];
    return [
      ...said(unreadable, 'could not be read and count for nothing.'),
      ...said(this.misreadRules, 'with rules more frequent than daily, or not understood: only the first time counts.'),
      ...said(this.cutLists, `with more than ${MAX_LISTED} listed dates: the rest of them counts for nothing.`),
      ...(this.unknownZones.size > 0 ? [`Its times in zones nobody knows are read in ${this.options.timezone}.`] : []),
      ...(cut ? [`It has more than ${this.calendar.events.length} events: the rest counts for nothing.`] : []),
      ...(this.tooMany ? [`It has more than ${this.options.max} busy times: only the soonest count.`] : []),
    ];
  }
}

/** UNTIL may be an instant: then it is compared with instants. */
function startsOf(rule: Recurrence, clock: ReadClock, expand: (local: Recurrence) => Interval[]): number[] {
  const { until } = rule;
  if (!until || 'reading' in until) return expand(rule).map(({ start }) => start);
  const local = expand({ ...rule, until: { reading: until.instant + DAY_MS } });
  return local.map(({ start }) => start).filter((reading) => clock(reading) <= until.instant);
}

function isReplaced(reading: number, clock: ReadClock, { instants, days }: Replaced): boolean {
  return days.has(Math.floor(reading / DAY_MS)) || instants.has(clock(reading));
}

/** Of several versions of an event, or of one occurrence, the latest. */
function latest(events: readonly IcsEvent[]): IcsEvent[] {
  const byKey = new Map<string, IcsEvent>();
  const unnamed: IcsEvent[] = [];
  for (const event of events) {
    if (event.uid === null) {
      unnamed.push(event);
      continue;
    }
    const { uid, instead } = event;
    const key = JSON.stringify([uid, instead]);
    const known = byKey.get(key);
    if (!known || known.sequence <= event.sequence) byKey.set(key, event);
  }
  return [...byKey.values(), ...unnamed];
}
