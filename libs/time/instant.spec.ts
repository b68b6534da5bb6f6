import fc from 'fast-check';
import { formatInstant, parseInstant } from '.';

describe('instants', () => {
  it.each([
    ['2026-11-23T14:00:00Z', '2026-11-23T14:00:00.000Z'],
    ['2026-11-23T14:00:00.5Z', '2026-11-23T14:00:00.500Z'],
    ['2026-11-23T14:00:00.123456Z', '2026-11-23T14:00:00.123Z'],
    ['2026-11-23T19:45:00+05:45', '2026-11-23T14:00:00.000Z'],
    ['2026-11-23T23:30:00-03:30', '2026-11-24T03:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('reads %s', (text, written) => {
    const instant = parseInstant(text);
    expect(instant === null ? null : formatInstant(instant)).toBe(written);
  });

  it.each([
    ['2026-11-23T14:00:00', 'no zone'],
    ['2026-11-23', 'a date'],
    ['2026-02-30T14:00:00Z', 'no such day'],
    ['2026-11-23T24:00:00Z', 'no such hour'],
    ['2026-11-23T23:59:60Z', 'a leap second'],
    ['2026-11-23 14:00:00Z', 'a space'],
    ['2026-11-23T14:00Z', 'no seconds'],
    ['2026-11-23T14:00:00+0530', 'an offset without its colon'],
    ['2026-11-23T14:00:00+24:00', 'no such offset'],
    ['0001-01-01T00:00:00+01:00', 'before the first year'],
    ['9999-12-31T23:59:59-01:00', 'past the last year'],
    ['+012026-11-23T14:00:00Z', 'a long year'],
    ['1795442400000', 'a number'],
    ['', 'nothing'],
  ])('refuses %j: %s', (text) => {
    expect(parseInstant(text)).toBeNull();
  });
});

describe('formatInstant', () => {
  it('writes what Date writes, whatever was written before', () => {
    const around = fc.constantFrom(0, 1, 59_999, 60_000, 86_399_999, 86_400_000, 6 * 3_600_000);
    const instant = fc.oneof(
      fc.integer({ min: Date.parse('0001-01-01T00:00:00Z'), max: Date.parse('9999-12-31T00:00:00Z') }),
      fc.tuple(fc.integer({ min: -800_000, max: 2_000_000 }), around).map(([day, ms]) => day * 86_400_000 + ms),
    );
    fc.assert(
      fc.property(fc.array(instant, { minLength: 1 }), (instants) => {
        expect(instants.map(formatInstant)).toEqual(instants.map((one) => new Date(one).toISOString()));
      }),
    );
  });
});
