import { type Schedule, workingIntervals } from '.';
import { daily, onDate, spanOf } from './slots.fixtures';

function hours(schedule: Schedule, start: string, end: string): string[] {
  const text = (ms: number): string => new Date(ms).toISOString().slice(5, 16);
  return workingIntervals(schedule, spanOf(start, end)).map((span) => `${text(span.start)}/${text(span.end)}`);
}

describe('working intervals', () => {
  it.each([
    ['America/New_York', '13:00-18:00', '2027-03-14', ['03-14T17:00/03-14T22:00'], 'spring afternoon'],
    ['America/New_York', '13:00-18:00', '2026-11-01', ['11-01T18:00/11-01T23:00'], 'autumn afternoon'],
    ['America/New_York', '01:00-05:00', '2027-03-14', ['03-14T06:00/03-14T09:00'], 'three hours elapse'],
    ['America/New_York', '00:00-08:00', '2026-11-01', ['11-01T04:00/11-01T13:00'], 'nine hours elapse'],
    ['America/New_York', '02:30-06:00', '2027-03-14', ['03-14T07:30/03-14T10:00'], 'begins in the gap: 03:30'],
    ['America/New_York', '01:00-02:30', '2027-03-14', ['03-14T06:00/03-14T07:30'], 'ends in the gap: 03:30'],
    ['America/New_York', '02:30-03:30', '2027-03-14', [], 'nothing is left of it'],
    ['America/New_York', '01:30-03:00', '2026-11-01', ['11-01T05:30/11-01T08:00'], 'from the first 01:30'],
    ['Australia/Lord_Howe', '01:00-04:00', '2026-10-04', ['10-03T14:30/10-03T17:00'], 'half an hour less'],
    ['Australia/Lord_Howe', '01:00-04:00', '2026-04-05', ['04-04T14:00/04-04T17:30'], 'half an hour more'],
    ['Asia/Kathmandu', '09:00-17:00', '2026-11-23', ['11-23T03:15/11-23T11:15'], 'off the hour'],
    ['Pacific/Kiritimati', '09:00-17:00', '2026-11-23', ['11-22T19:00/11-23T03:00'], 'the day before in UTC'],
    ['Pacific/Apia', '09:00-17:00', '2011-12-30', [], 'a date that never was'],
    ['Pacific/Apia', '09:00-17:00', '2011-12-31', ['12-30T19:00/12-31T03:00'], 'the one after it'],
    ['Pacific/Apia', '22:00-06:00', '2011-12-29', ['12-30T08:00/12-30T16:00'], 'overnight across it: eight hours'],
    ['Africa/Casablanca', '09:00-17:00', '2026-02-15', ['02-15T09:00/02-15T17:00'], 'Ramadan begins'],
    ['Africa/Casablanca', '09:00-17:00', '2026-03-22', ['03-22T08:00/03-22T16:00'], 'Ramadan ends'],
    ['Europe/Dublin', '00:30-09:00', '2026-03-29', ['03-29T00:30/03-29T08:00'], 'seven and a half hours'],
    ['Africa/Cairo', '00:00-08:00', '2026-04-24', ['04-23T22:00/04-24T05:00'], 'a day without midnight'],
    ['America/New_York', '20:00-24:00', '2026-11-23', ['11-24T01:00/11-24T05:00'], 'until midnight'],
    ['America/New_York', '22:00-06:00', '2026-11-23', ['11-24T03:00/11-24T11:00'], 'overnight'],
    ['America/New_York', '00:00-00:00', '2026-11-23', ['11-23T05:00/11-24T05:00'], 'round the clock'],
    ['America/New_York', '22:00-06:00', '2027-03-13', ['03-14T03:00/03-14T10:00'], 'overnight into the spring change'],
    ['America/New_York', '', '2026-11-23', [], 'a day off'],
  ])('%s %s of %s (%#)', (zone, text, date, expected) => {
    const schedule: Schedule = { timezone: zone, rules: [onDate(date, text)] };
    const day = Date.parse(`${date}T00:00:00Z`);
    const around = (days: number): string => new Date(day + days * 86_400_000).toISOString();
    expect(hours(schedule, around(-3), around(4))).toEqual(expected);
  });

  it('lets a date rule replace its day and leaves the tail of the night before', () => {
    const schedule = daily('UTC', '22:00-06:00', onDate('2026-11-24', ''), onDate('2026-11-26', '12:00-13:00'));
    expect(hours(schedule, '2026-11-23T12:00Z', '2026-11-27T12:00Z')).toEqual([
      '11-23T22:00/11-24T06:00',
      '11-25T22:00/11-26T06:00',
      '11-26T12:00/11-26T13:00',
    ]);
  });

  it('keeps adjoining and overlapping intervals apart, whole and sorted', () => {
    const schedule = daily('UTC', '20:00-06:00 13:00-17:00 05:00-13:00');
    expect(hours(schedule, '2026-11-23T05:30Z', '2026-11-23T13:30Z')).toEqual([
      '11-22T20:00/11-23T06:00',
      '11-23T05:00/11-23T13:00',
      '11-23T13:00/11-23T17:00',
    ]);
  });

  it('finds what reaches into the narrowest span', () => {
    const schedule = daily('Pacific/Kiritimati', '23:30-23:00');
    expect(hours(schedule, '2026-11-23T08:59Z', '2026-11-23T09:00Z')).toEqual(['11-22T09:30/11-23T09:00']);
    expect(hours(schedule, '2026-11-23T09:00Z', '2026-11-23T09:01Z')).toEqual([]);
  });

  it('finds a night that a gap has drawn out over a second midnight', () => {
    const apia = { timezone: 'Pacific/Apia', rules: [onDate('2011-12-29', '22:00-06:00')] };
    expect(hours(apia, '2011-12-30T15:00Z', '2011-12-30T15:01Z')).toEqual(['12-30T08:00/12-30T16:00']);
  });

  it('reads the same wall times in another zone on the dates of a journey', () => {
    const travel = [
      { from: '2026-11-27', to: '2026-11-27', timezone: 'UTC' },
      { from: '2026-11-24', to: '2026-11-25', timezone: 'Asia/Tokyo' },
    ];
    const schedule = { ...daily('America/New_York', '09:00-17:00'), travel };
    expect(hours(schedule, '2026-11-23T14:00Z', '2026-11-28T00:00Z')).toEqual([
      '11-23T14:00/11-23T22:00',
      '11-24T00:00/11-24T08:00',
      '11-25T00:00/11-25T08:00',
      '11-26T14:00/11-26T22:00',
      '11-27T09:00/11-27T17:00',
    ]);
  });

  it('lets a night end by the clock of where it began', () => {
    const travel = [{ from: '2026-11-24', to: '2026-11-24', timezone: 'Asia/Tokyo' }];
    const schedule = { ...daily('America/New_York', '22:00-06:00'), travel };
    expect(hours(schedule, '2026-11-23T12:00Z', '2026-11-26T00:00Z')).toEqual([
      '11-24T03:00/11-24T11:00',
      '11-24T13:00/11-24T21:00',
    ]);
  });

  it('finds hours of a journey a day and more from the date at home', () => {
    const travel = [{ from: '2026-11-24', to: '2026-11-24', timezone: 'Pacific/Kiritimati' }];
    const schedule = { ...daily('Etc/GMT+12', '00:00-01:00'), travel };
    expect(hours(schedule, '2026-11-23T10:30Z', '2026-11-23T10:31Z')).toEqual(['11-23T10:00/11-23T11:00']);
    const home = { ...daily('Pacific/Kiritimati', '00:00-01:00'), travel: [{ ...travel[0]!, timezone: 'Etc/GMT+12' }] };
    expect(hours(home, '2026-11-24T12:30Z', '2026-11-24T12:31Z')).toEqual(['11-24T12:00/11-24T13:00']);
  });

  it('has no hours where there is no rule', () => {
    expect(hours({ timezone: 'UTC', rules: [] }, '2026-01-01T00:00Z', '2027-01-01T00:00Z')).toEqual([]);
  });
});
