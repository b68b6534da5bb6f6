import fc from 'fast-check';
import { checkSchedule } from '.';
import { daily, onDate } from './slots.fixtures';

const nine = { from: '09:00', to: '17:00' };

function pointers(rules: unknown, timezone: unknown = 'UTC'): string[] {
  return checkSchedule({ timezone, rules }).map(({ pointer }) => pointer);
}

describe('checking a schedule', () => {
  it('finds nothing wrong with overnight, 24:00, days off and tails over the next morning', () => {
    expect(
      checkSchedule(daily('Asia/Kathmandu', '22:00-06:00 05:00-12:00 12:00-20:00', onDate('2028-02-29', ''))),
    ).toEqual([]);
    expect(pointers([{ type: 'weekday', day: 'monday', intervals: [{ from: '18:00', to: '24:00' }] }])).toEqual([]);
    expect(checkSchedule({ name: 'Mine', timezone: 'UTC', rules: [] })).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    [
      '25:00',
      { type: 'weekday', day: 'monday', intervals: [{ from: '09:00', to: '25:00' }] },
      '/rules/0/intervals/0/to',
    ],
    [
      '24:01',
      { type: 'weekday', day: 'monday', intervals: [{ from: '09:00', to: '24:01' }] },
      '/rules/0/intervals/0/to',
    ],
    [
      'from 24:00',
      { type: 'weekday', day: 'monday', intervals: [{ from: '24:00', to: '09:00' }] },
      '/rules/0/intervals/0/from',
    ],
    [
      '9:00',
      { type: 'weekday', day: 'monday', intervals: [{ from: '9:00', to: '10:00' }] },
      '/rules/0/intervals/0/from',
    ],
    [
      'a number',
      { type: 'weekday', day: 'monday', intervals: [{ from: 9, to: '10:00' }] },
      '/rules/0/intervals/0/from',
    ],
    ['a strange weekday', { type: 'weekday', day: 'Monday', intervals: [nine] }, '/rules/0/day'],
    ['no such date', { type: 'date', date: '2027-02-29', intervals: [nine] }, '/rules/0/date'],
    ['a strange type', { type: 'month', intervals: [nine] }, '/rules/0/type'],
    ['no intervals', { type: 'weekday', day: 'monday' }, '/rules/0/intervals'],
    ['an unknown field', { type: 'weekday', day: 'monday', intervals: [], 'a/b': 1 }, '/rules/0/a~1b'],
    [
      'a date in a weekday rule',
      { type: 'weekday', day: 'monday', date: '2027-01-01', intervals: [] },
      '/rules/0/date',
    ],
    ['a text', 'monday', '/rules/0'],
    ['an interval that is null', { type: 'weekday', day: 'monday', intervals: [null] }, '/rules/0/intervals/0'],
    [
      'overlapping intervals',
      { type: 'weekday', day: 'monday', intervals: [{ from: '12:00', to: '18:00' }, nine] },
      '/rules/0/intervals/0',
    ],
    [
      'an overlap of two nights',
      {
        type: 'weekday',
        day: 'monday',
        intervals: [
          { from: '20:00', to: '02:00' },
          { from: '23:00', to: '23:30' },
        ],
      },
      '/rules/0/intervals/1',
    ],
  ])('refuses %s', (_, rule, pointer) => {
    expect(pointers([rule])).toEqual([pointer]);
  });

  it('refuses a second rule for a day, an unknown zone and rules that are no list', () => {
    const monday = { type: 'weekday', day: 'monday', intervals: [nine] };
    expect(pointers([monday, monday])).toEqual(['/rules/1/day']);
    expect(pointers([onDate('2027-01-01', ''), onDate('2027-01-01', '')])).toEqual(['/rules/1/date']);
    expect(pointers([], 'EST5')).toEqual(['/timezone']);
    expect(pointers({}, 3)).toEqual(['/timezone', '/rules']);
    expect(checkSchedule(null)).toEqual([{ pointer: '', detail: 'must be an object' }]);
  });

  describe('journeys', () => {
    const journey = { from: '2026-12-01', to: '2026-12-05', timezone: 'Asia/Tokyo' };
    const found = (travel: unknown): unknown[] => checkSchedule({ timezone: 'UTC', rules: [], travel });

    it('may follow each other, in any order', () => {
      const next = { from: '2026-12-06', to: '2026-12-06', timezone: 'Europe/Berlin' };
      expect([found(undefined), found([]), found([next, journey])]).toEqual([[], [], []]);
    });

    it.each<[string, unknown, string]>([
      ['no list', {}, '/travel'],
      ['nothing', null, '/travel'],
      ['too many', Array.from({ length: 101 }, () => journey), '/travel'],
      ['a text', ['Tokyo'], '/travel/0'],
      ['no such date', [{ ...journey, from: '2026-02-30' }], '/travel/0/from'],
      ['no end', [{ ...journey, to: undefined }], '/travel/0/to'],
      ['an end before the beginning', [{ ...journey, to: '2026-11-30' }], '/travel/0/to'],
      ['an unknown zone', [{ ...journey, timezone: 'Mars/Base' }], '/travel/0/timezone'],
      ['an unknown field', [{ ...journey, why: 'fair' }], '/travel/0/why'],
      ['an overlap', [journey, { ...journey, from: '2026-12-05', to: '2026-12-09' }], '/travel/1'],
      ['an overlap from before', [journey, { ...journey, from: '2026-11-01' }], '/travel/0'],
    ])('refuses %s', (_, travel, pointer) => {
      expect(found(travel)).toEqual([{ pointer, detail: expect.any(String) }]);
    });
  });

  it('has an answer to any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (rules, rule) => {
        expect(Array.isArray(checkSchedule(rules))).toBe(true);
        expect(pointers([rule, { type: 'date', intervals: [rule] }])).not.toEqual([]);
        expect(Array.isArray(checkSchedule({ timezone: 'UTC', rules: [], travel: rules }))).toBe(true);
        expect(checkSchedule({ timezone: 'UTC', rules: [], travel: [rule] })).not.toEqual([]);
      }),
    );
  });
});
