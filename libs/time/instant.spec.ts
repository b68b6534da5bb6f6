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
