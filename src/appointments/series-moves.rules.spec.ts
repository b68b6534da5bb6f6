import fc from 'fast-check';
import { instantOfWall, offsetAt } from '#libs/time';
import { shifted } from './series-moves.rules';

const ZONES = ['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia'];
const MINUTE = 60_000;
const DAY = 86_400_000;
const WEEK = 7 * DAY;
const at = (text: string) => Date.parse(text);

describe('shifted', () => {
  it('goes as far by the wall clock as the one asked of', () => {
    const move = { from: at('2027-03-02T15:00Z'), to: at('2027-03-03T19:30Z') };
    // New York's clocks change on 14 March: 10:00 there is 15:00Z before and 14:00Z after.
    expect(shifted('America/New_York', at('2027-03-09T15:00Z'), move)).toBe(at('2027-03-10T19:30Z'));
    expect(shifted('America/New_York', at('2027-03-16T14:00Z'), move)).toBe(at('2027-03-17T18:30Z'));
  });

  it('takes the one asked of exactly where it is asked to go, also into an hour shown twice', () => {
    const to = at('2026-11-01T06:30Z');
    const from = at('2026-10-30T15:00Z');
    expect(shifted('America/New_York', from, { from, to })).toBe(to);
  });

  it('moves a week by a week, whatever the zone: the hour is kept unless a clock skips it', () => {
    const instant = fc.integer({ min: at('2026-01-01T00:00Z') / MINUTE, max: at('2028-12-31T00:00Z') / MINUTE });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instant, fc.integer({ min: 1, max: 52 }), (zone, minutes, weeks) => {
        const from = minutes * MINUTE;
        const reading = (moment: number) => moment + offsetAt(zone, moment);
        const to = instantOfWall(zone, reading(from) + WEEK);
        const later = instantOfWall(zone, reading(from) + weeks * WEEK);
        const moved = shifted(zone, later, { from, to });
        const asked = reading(later) + reading(to) - reading(from);
        expect(moved).toBe(instantOfWall(zone, asked));
        if (reading(moved) !== asked) expect(offsetAt(zone, moved - DAY)).not.toBe(offsetAt(zone, moved + DAY));
      }),
    );
  });
});
