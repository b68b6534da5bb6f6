import fc from 'fast-check';
import { contains, merge } from '#libs/time';
import { type Schedule, WEEKDAYS, workingIntervals } from '.';
import { DAY, ZONES, changeDaysOf, minutes, wall } from './scenarios.fixtures';
import { MINUTE } from './slots.fixtures';

describe('working hours', () => {
  it('are what the wall clock shows, read minute by minute, in every zone and on its change days', () => {
    // Edges between 05:00 and 21:30, where no zone changes its clocks: there both ways of reading must agree.
    const wrong: unknown[] = [];
    const edge = minutes(300, 1290, 15);
    for (const timezone of ZONES) {
      for (const day of fc.sample(fc.constantFrom(...changeDaysOf(timezone)), { numRuns: 2 })) {
        const [from = 0, to = 0] = fc.sample(edge, { numRuns: 2, seed: day % 1e6 });
        const schedule: Schedule = {
          timezone,
          rules: WEEKDAYS.map((weekday) => ({
            type: 'weekday',
            day: weekday,
            intervals: [{ from: wall(from), to: wall(to) }],
          })),
        };
        const span = { start: day - DAY, end: day + 2 * DAY };
        const working = merge(workingIntervals(schedule, span));
        for (let at = span.start; at < span.end; at += 15 * MINUTE) {
          const minute = minuteOfDay(timezone, at);
          const shown = from < to ? minute >= from && minute < to : minute >= from || minute < to;
          if (contains(working, { start: at, end: at + 1 }) !== shown) wrong.push([timezone, new Date(at)]);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

const formats = new Map<string, Intl.DateTimeFormat>();

/** By Intl alone, the other way round from the engine: from the instant to the clock. */
function minuteOfDay(timeZone: string, instant: number): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    formats.set(timeZone, format);
  }
  const [hour = 0, minute = 0] = format.format(instant).split(':').map(Number);
  return hour * 60 + minute;
}
