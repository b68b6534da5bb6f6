import { OUTLOOK_ZONE, busyTimes, calendarOf, eventOf, readBusy, shown } from './feeds.fixtures';

const TUESDAY = 'DTSTART:20261124T150000Z';
const HOUR = 'DTEND:20261124T160000Z';
const BUSY = ['2026-11-24T15:00Z/2026-11-24T16:00Z'];

describe('when a calendar makes somebody busy', () => {
  it.each([
    ['UTC', [TUESDAY, HOUR], BUSY],
    [
      'a zone of IANA',
      ['DTSTART;TZID=Europe/Berlin:20261124T160000', 'DTEND;TZID=Europe/Berlin:20261124T170000'],
      BUSY,
    ],
    ['a quoted zone', ['DTSTART;TZID="Europe/Berlin":20261124T160000', HOUR], BUSY],
    ['a zone of Windows', ['DTSTART;TZID=W. Europe Standard Time:20261124T160000', HOUR], BUSY],
    ['a path before the zone', ['DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20261124T160000', HOUR], BUSY],
    ['an unknown zone: the user’s own', ['DTSTART;TZID=Mars/Olympus:20261124T100000', HOUR], BUSY],
    ['no zone: the user’s own', ['DTSTART:20261124T100000', 'DTEND:20261124T110000'], BUSY],
    ['two zones', ['DTSTART;TZID=Asia/Tokyo:20261125T000000', 'DTEND;TZID=Europe/Berlin:20261124T170000'], BUSY],
    ['a duration', [TUESDAY, 'DURATION:PT1H'], BUSY],
    ['lower case', ['dtstart;tzid=Europe/Berlin:20261124T160000', 'duration:pt1h'], BUSY],
    ['a date: the user’s day', ['DTSTART;VALUE=DATE:20261124'], ['2026-11-24T05:00Z/2026-11-25T05:00Z']],
    [
      'dates, the last excluded',
      ['DTSTART;VALUE=DATE:20261124', 'DTEND;VALUE=DATE:20261126'],
      ['2026-11-24T05:00Z/2026-11-26T05:00Z'],
    ],
    ['a date and days', ['DTSTART;VALUE=DATE:20261124', 'DURATION:P2D'], ['2026-11-24T05:00Z/2026-11-26T05:00Z']],
    [
      'the day on which the clocks change',
      ['DTSTART;VALUE=DATE:20270314', 'DTEND;VALUE=DATE:20270315'],
      ['2027-03-14T05:00Z/2027-03-15T04:00Z'],
    ],
    ['no end', [TUESDAY], []],
    ['an end before the start', [TUESDAY, 'DTEND:20261124T140000Z'], []],
    ['what is past', ['DTSTART:20251124T150000Z', 'DTEND:20251124T160000Z'], []],
    ['what is under way', ['DTSTART:20261101T150000Z', HOUR], ['2026-11-22T08:00Z/2026-11-24T16:00Z']],
    ['free time', [TUESDAY, HOUR, 'TRANSP:TRANSPARENT'], []],
    ['what Outlook calls free', [TUESDAY, HOUR, 'X-MICROSOFT-CDO-BUSYSTATUS:FREE'], []],
    ['what Outlook calls tentative', [TUESDAY, HOUR, 'X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE'], BUSY],
    ['what is cancelled', [TUESDAY, HOUR, 'STATUS:CANCELLED'], []],
    ['an alarm with times of its own', [TUESDAY, HOUR, 'BEGIN:VALARM', 'DURATION:P5D', 'END:VALARM'], BUSY],
  ])('reads %s', (_, lines, expected) => {
    expect(busyTimes(...eventOf(...lines))).toEqual(expected);
  });

  it('goes by the file’s own definition of a zone nobody else knows, also when its clocks change', () => {
    const daily = (start: string, until: string) =>
      busyTimes(
        ...OUTLOOK_ZONE,
        ...eventOf(`DTSTART;TZID=Customized Time Zone:${start}`, 'DURATION:PT1H', `RRULE:FREQ=DAILY;UNTIL=${until}`),
      );
    expect(daily('20270327T023000', '20270329T003000Z')).toEqual([
      '2027-03-27T01:30Z/2027-03-27T02:30Z',
      // Skipped by the clock: it moves forward.
      '2027-03-28T01:30Z/2027-03-28T02:30Z',
      '2027-03-29T00:30Z/2027-03-29T01:30Z',
    ]);
    expect(daily('20271030T023000', '20271101T013000Z')).toEqual([
      '2027-10-30T00:30Z/2027-10-30T01:30Z',
      // Shown twice: the first time counts.
      '2027-10-31T00:30Z/2027-10-31T01:30Z',
      '2027-11-01T01:30Z/2027-11-01T02:30Z',
    ]);
  });

  it('merges what overlaps or touches', () => {
    expect(
      busyTimes(
        ...eventOf('UID:1', 'DTSTART:20261124T150000Z', 'DTEND:20261124T153000Z'),
        ...eventOf('UID:2', 'DTSTART:20261124T153000Z', 'DTEND:20261124T160000Z'),
        ...eventOf('UID:3', 'DTSTART:20261124T151000Z', 'DTEND:20261124T152000Z'),
      ),
    ).toEqual(BUSY);
  });

  it('keeps an event’s hour when clocks change, without the dates that are taken out, with those put in', () => {
    expect(
      busyTimes(
        ...eventOf(
          'DTSTART;TZID=America/New_York:20270312T090000',
          'DTEND;TZID=America/New_York:20270312T100000',
          'RRULE:FREQ=DAILY;COUNT=5',
          'EXDATE;TZID=America/New_York:20270313T090000',
          'EXDATE:20270315T130000Z',
          'RDATE:20270320T130000Z,20270321T130000Z',
          'RDATE;VALUE=PERIOD:20270401T130000Z/PT30M,20270402T130000Z/20270402T134500Z',
        ),
      ),
    ).toEqual([
      '2027-03-12T14:00Z/2027-03-12T15:00Z',
      '2027-03-14T13:00Z/2027-03-14T14:00Z',
      '2027-03-16T13:00Z/2027-03-16T14:00Z',
      '2027-03-20T13:00Z/2027-03-20T14:00Z',
      '2027-03-21T13:00Z/2027-03-21T14:00Z',
      '2027-04-01T13:00Z/2027-04-01T13:30Z',
      '2027-04-02T13:00Z/2027-04-02T13:45Z',
    ]);
  });

  it('puts changed occurrences in the place of the ones they stand for', () => {
    const master = [
      'UID:w',
      'DTSTART;TZID=Europe/Berlin:20261124T160000',
      'DURATION:PT1H',
      'RRULE:FREQ=WEEKLY;COUNT=5',
    ];
    expect(
      busyTimes(
        ...eventOf(...master),
        ...eventOf('UID:w', 'RECURRENCE-ID:20261201T150000Z', 'DTSTART:20261202T100000Z', 'DURATION:PT2H'),
        ...eventOf('UID:w', 'RECURRENCE-ID;VALUE=DATE:20261208', 'DTSTART:20261208T150000Z', 'STATUS:CANCELLED'),
        ...eventOf('UID:w', 'RECURRENCE-ID:20261215T150000Z', 'DTSTART:20250101T000000Z', 'DURATION:PT1H'),
        ...eventOf('UID:x', 'RECURRENCE-ID:20261222T150000Z', 'DTSTART:20261223T000000Z', 'DURATION:PT1H'),
      ),
    ).toEqual([
      ...BUSY,
      '2026-12-02T10:00Z/2026-12-02T12:00Z',
      '2026-12-22T15:00Z/2026-12-22T16:00Z',
      '2026-12-23T00:00Z/2026-12-23T01:00Z',
    ]);
  });

  it('takes the later of two versions', () => {
    const version = (sequence: number, start: string) =>
      eventOf('UID:v', `SEQUENCE:${sequence}`, `DTSTART:${start}`, 'DURATION:PT1H');
    expect(busyTimes(...version(2, '20261124T150000Z'), ...version(1, '20261125T150000Z'))).toEqual(BUSY);
  });

  it.each([
    'FREQ=SECONDLY',
    'FREQ=HOURLY;COUNT=1000000000',
    'FREQ=DAILY;BYHOUR=9,10',
    'FREQ=NEVER',
    'FREQ=DAILY;INTERVAL=0',
  ])('counts only the first time of what repeats by %s, and says so', (rule) => {
    const reading = readBusy(calendarOf(...eventOf(TUESDAY, HOUR, `RRULE:${rule}`)));
    expect(reading?.times.map(shown)).toEqual(BUSY);
    expect(reading?.warnings).toEqual([expect.stringContaining('only the first time counts')]);
  });

  it.each([
    'FREQ=DAILY',
    'FREQ=DAILY;COUNT=1000000000',
    'FREQ=DAILY;UNTIL=99991231',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
  ])('ends, whatever %s asks for', (rule) => {
    const lines = ['DTSTART:19700101T150000Z', 'DURATION:PT1H', `RRULE:${rule}`];
    const reading = readBusy(calendarOf(...eventOf(...lines)));
    expect(reading?.times).toHaveLength(rule.startsWith('FREQ=DAILY') ? 762 : 0);
  });

  it('tells events apart that it is asked to', () => {
    const reading = readBusy(calendarOf(...eventOf('UID:1@ours', TUESDAY, HOUR), ...eventOf('UID:2', TUESDAY, HOUR)));
    expect(reading?.times.map(shown)).toEqual(BUSY);
    expect([...(reading?.apart ?? [])].map(([uid, times]) => [uid, times.map(shown)])).toEqual([['1@ours', BUSY]]);
    expect(reading?.events).toBe(2);
  });

  it('says what it could not read', () => {
    const reading = readBusy(
      calendarOf(
        ...eventOf('UID:1', 'DTSTART:yesterday', HOUR),
        ...eventOf('UID:2', TUESDAY, 'DTEND:20261332T000000Z'),
        ...eventOf('UID:3', 'DTSTART;TZID=Mars/Olympus:20261124T100000', HOUR),
        ...eventOf('UID:4', TUESDAY, 'DURATION:-PT1H'),
        ...eventOf('UID:5', TUESDAY, HOUR, `RDATE:${'20261124T150000Z,'.repeat(5_001)}`),
        ...eventOf('UID:6', TUESDAY, HOUR, 'RRULE:FREQ=HOURLY'),
      ),
    );
    expect(reading?.times.map(shown)).toEqual(BUSY);
    expect(reading?.warnings).toEqual([
      '3 events could not be read and count for nothing.',
      '1 event with rules more frequent than daily, or not understood: only the first time counts.',
      '1 event with more than 5000 listed dates: the rest of them counts for nothing.',
      'Its times in zones nobody knows are read in America/New_York.',
    ]);
  });

  it('keeps the soonest times when there are too many', () => {
    const lines = eventOf(TUESDAY, HOUR, 'RRULE:FREQ=DAILY');
    const reading = readBusy(calendarOf(...lines), { max: 3 });
    expect(reading?.times.map(({ start }) => new Date(start).getUTCDate())).toEqual([24, 25, 26]);
    expect(reading?.warnings).toEqual(['It has more than 3 busy times: only the soonest count.']);
  });
});
