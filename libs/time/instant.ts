import { parseDate } from './local-date';
import { MINUTE, utcDate } from './zone';

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

// PostgreSQL knows no year 0, and five-digit years are not RFC 3339.
const FIRST = utcDate(1, 1, 1);
const END = utcDate(10_000, 1, 1);

/** Epoch ms of an RFC 3339 instant, which must carry `Z` or an offset; null for anything else. Cut to milliseconds. */
export function parseInstant(text: string): number | null {
  const found = INSTANT.exec(text);
  const date = found?.[1] === undefined ? null : parseDate(found[1]);
  if (!found || !date) return null;
  const [hours, minutes, seconds] = [Number(found[2]), Number(found[3]), Number(found[4])];
  const ms = Number((found[5] ?? '').slice(0, 3).padEnd(3, '0'));
  const offset = (Number(found[7] ?? 0) * 60 + Number(found[8] ?? 0)) * (found[6] === '-' ? -1 : 1);
  const instant =
    utcDate(date.year, date.month, date.day) + (hours * 60 + minutes - offset) * MINUTE + seconds * 1000 + ms;
  return instant >= FIRST && instant < END ? instant : null;
}

const DAY = 86_400_000;
const TIMES = Array.from({ length: 1440 }, (_, minute) => new Date(minute * MINUTE).toISOString().slice(10));
let lastDay: { day: number; date: string } | undefined;

/** RFC 3339 in UTC with milliseconds: 2026-11-23T14:00:00.000Z. */
export function formatInstant(instant: number): string {
  const day = Math.floor(instant / DAY);
  const time = TIMES[(instant - day * DAY) / MINUTE];
  // A list of free slots is thousands of whole minutes on few days, and Date would be most of its cost.
  if (time === undefined) return new Date(instant).toISOString();
  if (lastDay?.day !== day) lastDay = { day, date: new Date(instant).toISOString().slice(0, -14) };
  return lastDay.date + time;
}
