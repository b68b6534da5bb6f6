import { lookBusy } from '.';
import { MINUTE, at } from './slots.fixtures';

const calendarId = '6f1c1a52-6c1e-4a39-9d3b-1b2f3c4d5e6f';
const slots = Array.from({ length: 10_000 }, (_, i) => ({ start: at('2026-11-23T08:00Z') + i * 15 * MINUTE }));

describe('looking busy', () => {
  it.each([0, 1, 25, 50, 90, 100])('hides about %d in a hundred slots', (percent) => {
    const hidden = 100 - lookBusy({ calendarId, latestId: null, percent }, slots).length / 100;
    expect(Math.abs(hidden - percent)).toBeLessThan(1.5);
    if (percent === 0 || percent === 100) expect(hidden).toBe(percent);
  });

  it('hides its share of every day and of every hour', () => {
    const shown = new Set(lookBusy({ calendarId, latestId: 'a', percent: 50 }, slots));
    const of = (part: { start: number }[]): number => part.filter((slot) => shown.has(slot)).length / part.length;
    for (let hour = 0; hour < 4; hour += 1) expect(of(slots.filter((_, i) => i % 4 === hour))).toBeCloseTo(0.5, 1);
    for (let day = 0; day < 100; day += 1) {
      const share = of(slots.slice(day * 96, day * 96 + 96));
      expect(share).toBeGreaterThan(0.25);
      expect(share).toBeLessThan(0.75);
    }
  });

  it('hides the same whatever span is asked for, until the next booking, and more of them for more', () => {
    const hide = (latestId: string | null, percent = 40, asked = slots): { start: number }[] =>
      lookBusy({ calendarId, latestId, percent }, asked);
    expect([...hide('a', 40, slots.slice(0, 3000)), ...hide('a', 40, slots.slice(3000))]).toEqual(hide('a'));
    const kept = new Set(hide('a'));
    const both = hide('b').filter((slot) => kept.has(slot)).length;
    expect(both / slots.length).toBeCloseTo(0.36, 1);
    expect(hide('a', 60).every((slot) => kept.has(slot))).toBe(true);
  });
});
