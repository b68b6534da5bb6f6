import fc from 'fast-check';
import { addDuration, durationMs, exactDuration, formatDuration, isExact, parseDuration } from '.';

function later(start: string, duration: string, zone: string): string {
  const parsed = parseDuration(duration);
  if (!parsed) throw new Error(duration);
  return new Date(addDuration(Date.parse(start), parsed, zone)).toISOString();
}

describe('durations', () => {
  it.each(['PT30M', 'P60D', 'PT2.5S', 'P2W', '-PT24H', 'P1Y2M3DT4H5M6S', 'PT0M', 'PT90M', '-P1M'])(
    'reads and writes %s',
    (text) => {
      const parsed = parseDuration(text);
      expect(parsed && formatDuration(parsed)).toBe(text);
    },
  );

  it.each([
    '30',
    'P',
    'PT',
    'P1DT',
    '1D',
    'pt30m',
    'PT30',
    'P1W2D',
    'PT1.5H',
    'P-1D',
    '--PT1H',
    'PT1M1H',
    'P1H',
    ' PT1M',
    'PT1M\n',
    'PT1,5S',
    'PT9999999999M',
    '',
  ])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('has a length only where no calendar is needed', () => {
    expect(durationMs(parseDuration('-PT1H30M') ?? exactDuration(0))).toBe(-5_400_000);
    expect(durationMs(parseDuration('PT2.5S') ?? exactDuration(0))).toBe(2500);
    const day = parseDuration('P1D') ?? exactDuration(0);
    expect(isExact(day)).toBe(false);
    expect(() => durationMs(day)).toThrow(RangeError);
  });

  it('writes any number of milliseconds and reads it back', () => {
    expect(formatDuration(exactDuration(5_400_000))).toBe('PT1H30M');
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ms) => {
        const back = parseDuration(formatDuration(exactDuration(ms)));
        expect(back && durationMs(back)).toBe(ms);
      }),
    );
  });
});

describe('adding a duration', () => {
  it.each([
    ['2027-03-13T17:00:00Z', 'P1D', 'America/New_York', '2027-03-14T16:00:00.000Z', 'a day keeps the wall clock'],
    ['2027-03-13T17:00:00Z', 'PT24H', 'America/New_York', '2027-03-14T17:00:00.000Z', '24 hours elapse'],
    ['2026-11-02T17:00:00Z', '-P1D', 'America/New_York', '2026-11-01T17:00:00.000Z', 'a day back'],
    ['2026-11-01T17:00:00Z', '-P1D', 'America/New_York', '2026-10-31T16:00:00.000Z', 'a day back over the change'],
    ['2027-03-13T07:30:00Z', 'P1D', 'America/New_York', '2027-03-14T07:30:00.000Z', 'into the gap: forward'],
    ['2027-01-31T12:00:00Z', 'P1M', 'UTC', '2027-02-28T12:00:00.000Z', "the month's last day"],
    ['2028-02-29T12:00:00Z', 'P1Y', 'UTC', '2029-02-28T12:00:00.000Z', 'no such day next year'],
    ['2027-01-15T12:00:00Z', '-P13M', 'UTC', '2025-12-15T12:00:00.000Z', 'months back over a year'],
    ['2027-01-15T12:00:00Z', 'P2W', 'UTC', '2027-01-29T12:00:00.000Z', 'weeks'],
    ['2026-11-01T06:30:00Z', 'PT1H', 'America/New_York', '2026-11-01T07:30:00.000Z', 'from the second of two hours'],
    ['2027-01-15T12:00:00Z', 'P999999999Y', 'UTC', '+275760-09-13T00:00:00.000Z', 'the last instant there is'],
    ['2027-01-15T12:00:00Z', '-P999999999D', 'UTC', '-271821-04-20T00:00:00.000Z', 'the first'],
  ])('%s + %s in %s is %s (%s)', (start, duration, zone, end) => {
    expect(later(start, duration, zone)).toBe(end);
  });
});
