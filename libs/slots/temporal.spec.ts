import { Temporal } from '@js-temporal/polyfill';
import fc from 'fast-check';
import { type Schedule, freeSlots, workingIntervals } from '.';
import { ZONES, scenarios } from './scenarios.fixtures';
import { MINUTE, aCalendar, aHost, onDate } from './slots.fixtures';
import { slotsByTemporal } from './temporal-oracle.fixtures';

const HOUR = 60 * MINUTE;

/** The first two changes of clocks of each of 2026–2028. */
function changesOf(zone: string): Temporal.ZonedDateTime[] {
  const changes: Temporal.ZonedDateTime[] = [];
  let next = Temporal.PlainDate.from('2026-01-01').toZonedDateTime(zone).getTimeZoneTransition('next');
  for (; next && next.year < 2029; next = next.getTimeZoneTransition('next')) changes.push(next);
  return changes;
}

/** By how much the wall clock jumps, ms: forward over a gap, back for an overlap. */
function jumpAt(change: Temporal.ZonedDateTime): number {
  return (change.offsetNanoseconds - change.subtract({ seconds: 1 }).offsetNanoseconds) / 1e6;
}

/** The date and `HH:MM` that a clock without zone shows so long after another. */
function shown(wall: Temporal.PlainDateTime, ms: number): [date: string, time: string] {
  const later = wall.add({ milliseconds: ms });
  return [later.toPlainDate().toString(), later.toPlainTime().toString({ smallestUnit: 'minute' })];
}

describe('free slots, read a second time by Temporal', () => {
  it('are the same in random calendars', () => {
    fc.assert(
      fc.property(scenarios, ({ input, span }) => {
        expect(freeSlots(input, span)).toEqual(slotsByTemporal(input, span));
      }),
      { numRuns: 80 },
    );
  });

  it('are the same around every change of clocks of 2026–2028 in every zone', () => {
    const wrong: string[] = [];
    const read = new Map<string, string>();
    let changes = 0;
    for (const zone of ZONES) {
      for (const change of changesOf(zone)) {
        changes += 1;
        const date = change.toPlainDate().toString();
        // Up to the change, over it, from within it; a night before and the whole next day.
        const [, within] = shown(change.toPlainDateTime(), -15 * MINUTE);
        const schedule: Schedule = {
          timezone: zone,
          rules: [
            onDate(change.toPlainDate().subtract({ days: 1 }).toString(), '22:00-06:00'),
            onDate(date, `00:00-00:45 ${within}-05:15 09:00-17:00`),
            onDate(change.toPlainDate().add({ days: 1 }).toString(), '00:00-24:00'),
          ],
        };
        const input = aCalendar([aHost('a', schedule)], {
          slotDuration: HOUR,
          slotInterval: 20 * MINUTE,
          slotOffset: 5 * MINUTE,
        });
        const span = { start: change.epochMilliseconds - 8 * HOUR, end: change.epochMilliseconds + 26 * HOUR };
        // Zones that change alike are read by Temporal once; the engine reads each of them.
        const alike = `${change.epochMilliseconds} ${change.offset} ${jumpAt(change)}`;
        const expected = read.get(alike) ?? JSON.stringify(slotsByTemporal(input, span));
        read.set(alike, expected);
        if (JSON.stringify(freeSlots(input, span)) !== expected) {
          wrong.push(change.toString());
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(changes).toBeGreaterThan(600);
  });
});

describe('on the days the clocks change, in every zone, 2026–2028', () => {
  const changes = ZONES.flatMap((zone) => changesOf(zone).map((change) => ({ zone, change, jump: jumpAt(change) })));
  const begins = (timezone: string, [date, from]: [string, string]): number | undefined => {
    const noon = Date.parse(`${date}T12:00Z`);
    const rules = [onDate(date, `${from}-${from === '12:00' ? '13:00' : '12:00'}`)];
    return workingIntervals({ timezone, rules }, { start: noon - 48 * HOUR, end: noon + 48 * HOUR })[0]?.start;
  };

  it('hours that begin in the gap begin so much later: 02:30 is 03:30', () => {
    const gaps = changes.filter(({ jump }) => jump > 0);
    const wrong = gaps.filter(({ zone, change, jump }) => {
      const gapBegins = change.toPlainDateTime().subtract({ milliseconds: jump });
      return begins(zone, shown(gapBegins, jump / 2)) !== change.epochMilliseconds + jump / 2;
    });
    expect(wrong).toEqual([]);
    expect(gaps.length).toBeGreaterThan(300);
  });

  it('hours that begin at a time shown twice begin the first time', () => {
    const overlaps = changes.filter(({ jump }) => jump < 0);
    const wrong = overlaps.filter(
      ({ zone, change, jump }) =>
        begins(zone, shown(change.toPlainDateTime(), -jump / 2)) !== change.epochMilliseconds + jump / 2,
    );
    expect(wrong).toEqual([]);
    expect(overlaps.length).toBeGreaterThan(300);
  });

  it('09:00 to 17:00 stays 09:00 to 17:00 the day before, on the day and the day after', () => {
    const wrong: string[] = [];
    for (const { zone, change } of changes) {
      for (const days of [-1, 0, 1]) {
        const date = change.toPlainDate().add({ days });
        const at = (hour: number): number =>
          date.toZonedDateTime({ timeZone: zone, plainTime: { hour } }).epochMilliseconds;
        const schedule = { timezone: zone, rules: [onDate(date.toString(), '09:00-17:00')] };
        const span = { start: at(0) - 48 * HOUR, end: at(0) + 72 * HOUR };
        const expected = [{ start: at(9), end: at(17) }];
        if (JSON.stringify(workingIntervals(schedule, span)) !== JSON.stringify(expected))
          wrong.push(`${zone} ${date.toString()}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
