import fc from 'fast-check';
import { type DaySlots, type FreeSlot, explain, freeSlots, groupByDay } from '.';
import { ZONES, scenarios } from './scenarios.fixtures';
import { aCalendar, aHost, clock, daily, spanOf } from './slots.fixtures';

const VIEWERS = ['UTC', 'America/New_York', 'Asia/Kathmandu', 'Asia/Kolkata', 'Pacific/Apia'];

/** What a server in any zone must answer alike: the same scenarios, and the days that trip others up. */
export function answerForAnyServer(): unknown {
  const random = fc.sample(scenarios, { numRuns: 60, seed: 2026 }).map(({ input, span }, i) => {
    const slots = freeSlots(input, span);
    const viewer = ZONES[(i * 7) % ZONES.length] ?? 'UTC';
    return {
      slots,
      days: groupByDay(slots, viewer),
      explained: slots.map(({ start }) => explain(input, start + 60_000)),
    };
  });
  return { random, changeDays: changeDays() };
}

/** 09:00–17:00 on America's change days, as the host's own clock and viewers anywhere see it. */
function changeDays(): { zone: string; shown: string[]; viewed: DaySlots<FreeSlot>[][] }[] {
  const spans = [spanOf('2027-03-13T00:00Z', '2027-03-16T00:00Z'), spanOf('2026-10-31T00:00Z', '2026-11-03T00:00Z')];
  return ['America/New_York', 'Europe/Berlin', 'Asia/Kolkata'].flatMap((zone) =>
    spans.map((span) => {
      const slots = freeSlots(aCalendar([aHost('a', daily(zone, '09:00-17:00'))]), span);
      return { zone, shown: clock(slots, zone), viewed: VIEWERS.map((viewer) => groupByDay(slots, viewer)) };
    }),
  );
}
