import { checkRecurrence, occurrencesOf } from './recurrence';
import type { JsonObject } from './types';

const START = Date.parse('2026-10-28T14:00:00Z'); // a Wednesday, 10:00 in New York, four days before the clocks change

const times = (recurrence: JsonObject, zone = 'America/New_York'): string[] =>
  occurrencesOf(recurrence, START, zone, 30).map(({ start }) => new Date(start).toISOString().slice(0, 16));

describe('occurrences', () => {
  test.each<[string, JsonObject, string[]]>([
    ['end after one when no end is given', { type: 1 }, ['2026-10-28T14:00']],
    [
      'keep the wall clock when the clocks change',
      { type: 1, repeat_interval: 3, end_times: 3 },
      ['2026-10-28T14:00', '2026-10-31T14:00', '2026-11-03T15:00'],
    ],
    [
      'fall on the named days of a week',
      { type: 2, weekly_days: '2,4', end_times: 3 },
      ['2026-10-28T14:00', '2026-11-02T15:00', '2026-11-04T15:00'],
    ],
    [
      'skip months that are too short',
      { type: 3, monthly_day: 31, end_times: 3 },
      ['2026-10-31T14:00', '2026-12-31T15:00', '2027-01-31T15:00'],
    ],
    [
      'find the last Friday',
      { type: 3, monthly_week: -1, monthly_week_day: 6, end_times: 2 },
      ['2026-10-30T14:00', '2026-11-27T15:00'],
    ],
    [
      'stop at end_date_time',
      { type: 2, end_date_time: '2026-11-04T15:00:00Z' },
      ['2026-10-28T14:00', '2026-11-04T15:00'],
    ],
  ])('%s', (_name, recurrence, expected) => {
    expect(times(recurrence)).toEqual(expected);
  });

  it('has ids of epoch milliseconds and never more than 60', () => {
    const occurrences = occurrencesOf({ type: 1, end_times: 0 }, START, 'UTC', 30);
    expect(occurrences).toHaveLength(60);
    expect(occurrences[0]).toEqual({ occurrence_id: String(START), start: START, duration: 30, status: 'available' });
  });

  it('names each field that is wrong', () => {
    const errors = checkRecurrence({ type: 4, weekly_days: [1] as never, end_times: 61, end_date_time: 'soon' });
    expect(errors.map(({ field }) => field)).toEqual([
      'recurrence.type',
      'recurrence.weekly_days',
      'recurrence.end_times',
      'recurrence.end_date_time',
    ]);
  });
});
