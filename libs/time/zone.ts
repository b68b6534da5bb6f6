import { IANAZone } from 'luxon';

export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** A wall clock's reading. `minutes` counts from 00:00 of that date and may exceed a day. */
export interface WallTime {
  year: number;
  /** 1–12 */
  month: number;
  day: number;
  minutes: number;
}

interface Zone {
  rules: IANAZone;
  /** Offset in ms at 00:00 UTC of a day counted from 1970-01-01. */
  atDay: Map<number, number>;
  /** The instant of the change within a day whose offset is not that of the next. */
  changeOn: Map<number, number>;
}

// Bounds on what stays in memory: about 11 years a zone, and more names than tzdata has.
const MAX_DAYS = 4096;
const MAX_ZONES = 1024;
const zones = new Map<string, Zone>();

/** Whether the name is an IANA zone (`UTC` included), spelt as IANA spells it. */
export function isZone(name: string): boolean {
  return zones.has(name) || isIanaName(name);
}

/** The zone's offset from UTC at an instant, in ms, positive east of Greenwich. RangeError for an unknown zone. */
export function offsetAt(zone: string, instant: number): number {
  return offsetIn(zoneNamed(zone), instant);
}

/**
 * The instant at which the zone's wall clock shows this time. A time the clock skips moves forward by the length of the
 * gap; of a time it shows twice the first counts. RangeError for an unknown zone.
 */
export function wallToInstant(zone: string, wall: WallTime): number {
  return instantOfWall(zone, utcDate(wall.year, wall.month, wall.day) + wall.minutes * MINUTE);
}

/** The same, for a wall clock's reading written as if it were UTC, in ms. */
export function instantOfWall(zone: string, reading: number): number {
  return resolveWall(zone, reading).instant;
}

/** `skipped` is the instant at which the clock jumped over the reading, null when it did show it. */
export function resolveWall(zone: string, reading: number): { instant: number; skipped: number | null } {
  const rules = zoneNamed(zone);
  // A day either way lies past every offset there is, so a change near the reading falls between the two.
  const before = offsetIn(rules, reading - DAY);
  const after = offsetIn(rules, reading + DAY);
  const early = reading - before;
  if (before === after || offsetIn(rules, early) === before) return { instant: early, skipped: null };
  const late = reading - after;
  if (offsetIn(rules, late) === after) return { instant: late, skipped: null };
  return { instant: early, skipped: changeBefore(rules, early) };
}

/** Epoch ms of 00:00 UTC; years below 100 mean themselves, which Date.UTC takes for 19xx. */
export function utcDate(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

// A day that begins and ends with one offset has it throughout, and any other changes once: no zone changes its clocks
// twice within 24 hours.
function offsetIn(zone: Zone, instant: number): number {
  const day = Math.floor(instant / DAY);
  const before = offsetAtDay(zone, day);
  const after = offsetAtDay(zone, day + 1);
  return before === after || instant < changeOnDay(zone, day) ? before : after;
}

function offsetAtDay(zone: Zone, day: number): number {
  const known = zone.atDay.get(day);
  if (known !== undefined) return known;
  if (zone.atDay.size >= MAX_DAYS) zone.atDay.clear();
  const offset = readOffset(zone, day * DAY);
  zone.atDay.set(day, offset);
  return offset;
}

// The jump that swallowed a reading ended less than a day before the instant the reading moved to.
function changeBefore(zone: Zone, instant: number): number {
  const day = Math.floor(instant / DAY);
  const today = offsetAtDay(zone, day) !== offsetAtDay(zone, day + 1) && changeOnDay(zone, day) <= instant;
  return changeOnDay(zone, today ? day : day - 1);
}

function readOffset(zone: Zone, instant: number): number {
  // Asking costs microseconds, and whole calendars are read by this clock.
  if (zone.rules.name === 'UTC') return 0;
  return Math.round(zone.rules.offset(instant) * MINUTE);
}

function changeOnDay(zone: Zone, day: number): number {
  const known = zone.changeOn.get(day);
  if (known !== undefined) return known;
  let [low, high] = [day * DAY, (day + 1) * DAY];
  const before = readOffset(zone, low);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (readOffset(zone, middle) === before) low = middle;
    else high = middle;
  }
  if (zone.changeOn.size >= MAX_DAYS) zone.changeOn.clear();
  zone.changeOn.set(day, high);
  return high;
}

function zoneNamed(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  if (!isIanaName(name)) throw new RangeError(`Unknown time zone: ${name}`);
  if (zones.size >= MAX_ZONES) zones.clear();
  const zone: Zone = { rules: IANAZone.create(name), atDay: new Map(), changeOn: new Map() };
  zones.set(name, zone);
  return zone;
}

// Intl also takes bare offsets (Node 22 on) and any capitals; neither is a name that others, Zoom for one, understand.
function isIanaName(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(name)) return false;
  try {
    const canonical = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
    return canonical === name || canonical.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}
