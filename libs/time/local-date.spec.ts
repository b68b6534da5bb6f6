import {
  addDays,
  dateOfDay,
  datesBetween,
  dayOfDate,
  localDate,
  parseDate,
  startOfDay,
  wallOnDay,
  weekdayOfDay,
} from '.';

const instant = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString();

describe('calendar dates', () => {
  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '0000-01-01',
    '2026-04-31',
    '26-04-01',
    '',
    '2026-04-01T',
  ])('refuses %j', (text) => {
    expect(parseDate(text)).toBeNull();
    expect(() => dayOfDate(text)).toThrow(RangeError);
  });

  it('takes leap days and the first years', () => {
    expect(parseDate('2028-02-29')).toEqual({ year: 2028, month: 2, day: 29 });
    expect(dateOfDay(dayOfDate('0001-01-01'))).toBe('0001-01-01');
  });

  it('steps over months and knows the weekday', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(datesBetween('2028-02-28', '2028-03-01')).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
    expect(weekdayOfDay(dayOfDate('2026-11-23'))).toBe(0);
    expect(weekdayOfDay(dayOfDate('1969-12-28'))).toBe(6);
  });
});

describe('days of a zone', () => {
  it.each([
    ['Pacific/Kiritimati', '2026-11-23T10:00:00Z', '2026-11-24'],
    ['Pacific/Kiritimati', '2026-11-23T09:59:59.999Z', '2026-11-23'],
    ['Asia/Kathmandu', '2026-11-23T18:15:00Z', '2026-11-24'],
    ['America/New_York', '2026-11-24T04:59:00Z', '2026-11-23'],
    ['Pacific/Apia', '2011-12-30T09:59:00Z', '2011-12-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
  ])('%s at %s has the date %s', (zone, at, date) => {
    expect(localDate(zone, instant(at))).toBe(date);
  });

  it.each([
    ['America/New_York', '2027-03-14', '2027-03-14T05:00:00.000Z', 'midnight'],
    ['America/New_York', '2027-03-15', '2027-03-15T04:00:00.000Z', '23 hours later'],
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z', 'no midnight: the day begins at 01:00'],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z', 'no midnight: the day begins at 01:00'],
    ['America/Toronto', '1919-03-31', '1919-03-31T04:30:00.000Z', 'a gap across midnight: the day begins at 00:30'],
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z', 'midnight twice: the first'],
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z', 'a date that never was, where the next one begins'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z', 'the next one'],
  ])('%s %s begins at %s (%s)', (zone, date, at) => {
    expect(iso(startOfDay(zone, date))).toBe(at);
  });

  it('reads wall times of a day, past its end too', () => {
    const day = dayOfDate('2026-11-23');
    expect(iso(wallOnDay('Asia/Kathmandu', day, 9 * 60))).toBe('2026-11-23T03:15:00.000Z');
    expect(iso(wallOnDay('Asia/Kathmandu', day, 30 * 60))).toBe('2026-11-24T00:15:00.000Z');
  });
});
