import { type BlockTime, blockFaults, blockedIn, overAt } from './block.rules';

const at = (instant: string) => Date.parse(instant);

/** Lunch in New York, from Monday 2026-11-23 on. */
const LUNCH: BlockTime = {
  start: at('2026-11-23T17:00:00Z'),
  end: at('2026-11-23T18:00:00Z'),
  timezone: 'America/New_York',
  recurrence: 'FREQ=DAILY',
};
const once = (start: string, end: string): BlockTime => ({
  ...LUNCH,
  recurrence: null,
  start: at(start),
  end: at(end),
});

describe('a block', () => {
  it.each([
    ['a day', once('2026-12-24T05:00:00Z', '2026-12-25T05:00:00Z')],
    ['a leap year', once('2027-12-31T00:00:00Z', '2028-12-31T00:00:00Z')],
    ['every day', LUNCH],
    ['every other month, with its prefix', { ...LUNCH, recurrence: 'RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO' }],
    ['a birthday', { ...LUNCH, recurrence: 'FREQ=YEARLY' }],
  ])('may take %s', (_, block) => {
    expect(blockFaults(block)).toEqual([]);
  });

  it.each([
    ['/end', once('2026-11-23T17:00:00Z', '2026-11-23T17:00:00Z')],
    ['/end', once('2026-11-23T17:00:00Z', '2026-11-23T16:00:00Z')],
    ['/end', once('2026-11-23T17:00:00Z', '2027-11-25T00:00:00Z')],
    ['/end', once('9998-12-31T23:00:00Z', '9999-01-01T01:00:00Z')],
    ['/start', once('1969-12-31T23:00:00Z', '1970-01-01T01:00:00Z')],
    ['/end', { ...LUNCH, end: LUNCH.start + 32 * 86_400_000 }],
    ['/recurrence', { ...LUNCH, recurrence: 'FREQ=HOURLY' }],
    ['/recurrence', { ...LUNCH, recurrence: 'FREQ=DAILY;COUNT=1000000000' }],
    ['/recurrence', { ...LUNCH, recurrence: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }],
    ['/recurrence', { ...LUNCH, recurrence: 'every monday' }],
  ])('is refused by naming %s', (pointer, block) => {
    expect(blockFaults(block)).toEqual([{ pointer, detail: expect.any(String) as string }]);
  });

  it('keeps its hour when the clocks change', () => {
    const span = { start: at('2027-03-13T00:00:00Z'), end: at('2027-03-15T00:00:00Z') };
    expect(blockedIn(LUNCH, null, span).map(({ start }) => new Date(start).toISOString())).toEqual([
      '2027-03-13T17:00:00.000Z',
      '2027-03-14T16:00:00.000Z',
    ]);
  });

  it.each([
    ['FREQ=DAILY;COUNT=3', '2026-11-25T18:00:00Z'],
    ['FREQ=WEEKLY;UNTIL=20261207T170000Z', '2026-12-07T18:00:00Z'],
    ['FREQ=DAILY;UNTIL=20261124', '2026-11-24T18:00:00Z'],
  ])('with %s is known to be over soon after its last end', (recurrence, lastEnd) => {
    const over = overAt({ ...LUNCH, recurrence }) ?? Infinity;
    expect(over).toBeGreaterThanOrEqual(at(lastEnd));
    expect(over).toBeLessThan(at(lastEnd) + 4 * 86_400_000);
    const times = blockedIn({ ...LUNCH, recurrence }, over, { start: LUNCH.start, end: over + 400 * 86_400_000 });
    expect(times.at(-1)?.end).toBe(at(lastEnd));
  });

  it('without an end never is, and once is over at its end', () => {
    expect(overAt(LUNCH)).toBeNull();
    expect(overAt({ ...LUNCH, recurrence: null })).toBe(LUNCH.end);
  });
});
