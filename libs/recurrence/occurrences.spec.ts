import { type Recurrence, occurrences, occurrencesIn, parseRecurrence } from '.';

function rule(text: string): Recurrence {
  const recurrence = parseRecurrence(text);
  if (!recurrence) throw new Error(`No rule: ${text}`);
  return recurrence;
}

function startsOf(text: string, start: string, timezone: string, max = 10): string[] {
  const found = occurrences(rule(text), { start: Date.parse(start), timezone }, { max });
  return found.map((at) => new Date(at).toISOString().slice(0, 16));
}

describe('occurrences', () => {
  it.each<[string, string, string, string, string[]]>([
    [
      'keeps its hour over the change of clocks',
      'FREQ=WEEKLY;COUNT=3',
      '2026-10-26T14:00Z',
      'America/New_York',
      ['2026-10-26T14:00', '2026-11-02T15:00', '2026-11-09T15:00'],
    ],
    [
      'moves a skipped time forward, that once',
      'FREQ=DAILY;COUNT=3',
      '2027-03-13T07:30Z',
      'America/New_York',
      ['2027-03-13T07:30', '2027-03-14T07:30', '2027-03-15T06:30'],
    ],
    [
      'takes the first of a time shown twice',
      'FREQ=DAILY;COUNT=3',
      '2026-10-31T05:30Z',
      'America/New_York',
      ['2026-10-31T05:30', '2026-11-01T05:30', '2026-11-02T06:30'],
    ],
    [
      'has the last Friday of each month',
      'FREQ=MONTHLY;BYDAY=-1FR;COUNT=3',
      '2026-11-27T10:00Z',
      'UTC',
      ['2026-11-27T10:00', '2026-12-25T10:00', '2027-01-29T10:00'],
    ],
    [
      'leaves out months without a 31st',
      'FREQ=MONTHLY;COUNT=3',
      '2026-12-31T10:00Z',
      'UTC',
      ['2026-12-31T10:00', '2027-01-31T10:00', '2027-03-31T10:00'],
    ],
    [
      'has the last day of months',
      'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3',
      '2027-12-31T10:00Z',
      'UTC',
      ['2027-12-31T10:00', '2028-01-31T10:00', '2028-02-29T10:00'],
    ],
    [
      'has the last working day of months',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3',
      '2027-01-29T10:00Z',
      'UTC',
      ['2027-01-29T10:00', '2027-02-26T10:00', '2027-03-31T10:00'],
    ],
    [
      'counts a start that its rule does not name',
      'FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3',
      '2026-11-23T10:00Z',
      'UTC',
      ['2026-11-23T10:00', '2026-11-24T10:00', '2026-11-26T10:00'],
    ],
    [
      'counts weeks from the first day of the week',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU;COUNT=4',
      '1997-08-05T13:00Z',
      'America/New_York',
      ['1997-08-05T13:00', '1997-08-17T13:00', '1997-08-19T13:00', '1997-08-31T13:00'],
    ],
    [
      'counts them from Monday if nothing is said',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4',
      '1997-08-05T13:00Z',
      'America/New_York',
      ['1997-08-05T13:00', '1997-08-10T13:00', '1997-08-19T13:00', '1997-08-24T13:00'],
    ],
    [
      'goes to the end of the local day of UNTIL',
      'FREQ=DAILY;UNTIL=20261125',
      '2026-11-24T04:30Z',
      'America/New_York',
      ['2026-11-24T04:30', '2026-11-25T04:30', '2026-11-26T04:30'],
    ],
    [
      'goes to the local time of a floating UNTIL, included',
      'FREQ=DAILY;UNTIL=20261124T233000',
      '2026-11-24T04:30Z',
      'America/New_York',
      ['2026-11-24T04:30', '2026-11-25T04:30'],
    ],
    [
      'goes to the instant of UNTIL, included',
      'FREQ=DAILY;UNTIL=20261125T042959Z',
      '2026-11-24T04:30Z',
      'America/New_York',
      ['2026-11-24T04:30'],
    ],
    [
      'has no date that its zone skipped',
      'FREQ=DAILY;COUNT=3',
      '2011-12-29T20:00Z',
      'Pacific/Apia',
      ['2011-12-29T20:00', '2011-12-30T20:00', '2011-12-31T20:00'],
    ],
    [
      'has the 20th Monday of years',
      'FREQ=YEARLY;BYDAY=20MO;COUNT=3',
      '1997-05-19T13:00Z',
      'America/New_York',
      ['1997-05-19T13:00', '1998-05-18T13:00', '1999-05-17T13:00'],
    ],
    [
      'has election days',
      'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3',
      '1996-11-05T14:00Z',
      'America/New_York',
      ['1996-11-05T14:00', '2000-11-07T14:00', '2004-11-02T14:00'],
    ],
    [
      'has every weekday of a month of years',
      'FREQ=YEARLY;BYMONTH=6;BYDAY=TH;COUNT=5',
      '1997-06-05T13:00Z',
      'America/New_York',
      ['1997-06-05T13:00', '1997-06-12T13:00', '1997-06-19T13:00', '1997-06-26T13:00', '1998-06-04T13:00'],
    ],
    [
      'has Fridays the 13th',
      'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3',
      '1998-02-13T14:00Z',
      'America/New_York',
      ['1998-02-13T14:00', '1998-03-13T14:00', '1998-11-13T14:00'],
    ],
  ])('%s: %s', (_, text, start, timezone, expected) => {
    expect(startsOf(text, start, timezone)).toEqual(expected);
  });

  it('gives no more than it is asked for, and none from an instant on', () => {
    expect(startsOf('FREQ=DAILY', '2026-11-24T10:00Z', 'UTC', 2)).toHaveLength(2);
    const first = { start: Date.parse('2026-11-24T10:00Z'), timezone: 'UTC' };
    const until = Date.parse('2026-11-26T10:00Z');
    expect(occurrences(rule('FREQ=DAILY'), first, { max: 100, until })).toHaveLength(2);
    expect(occurrences(rule('FREQ=YEARLY'), first, { max: 1000 })).toHaveLength(101);
  });
});

describe('occurrences that last', () => {
  const inSpan = (text: string, timezone: string, first: string, span: string): string[] => {
    const [start = NaN, end = NaN] = first.split('/').map(Date.parse);
    const [from = NaN, to = NaN] = span.split('/').map(Date.parse);
    return occurrencesIn(rule(text), { start, end, timezone }, { start: from, end: to }).map((found) =>
      [found.start, found.end].map((at) => new Date(at).toISOString().slice(5, 16)).join('/'),
    );
  };

  it('last as long by the wall clock, also on the days it changes', () => {
    const wholeDay = '2026-10-30T04:00Z/2026-10-31T04:00Z';
    expect(inSpan('FREQ=DAILY', 'America/New_York', wholeDay, '2026-11-01T12:00Z/2026-11-02T06:00Z')).toEqual([
      '11-01T04:00/11-02T05:00',
      '11-02T05:00/11-03T05:00',
    ]);
  });

  it('are found from before the span, as long as they are, and not where they only meet it', () => {
    const week = '2026-11-02T09:00Z/2026-11-09T09:00Z';
    expect(inSpan('FREQ=MONTHLY', 'UTC', week, '2026-12-09T08:59Z/2027-01-02T09:00Z')).toEqual([
      '12-02T09:00/12-09T09:00',
    ]);
    expect(inSpan('FREQ=MONTHLY', 'UTC', week, '2026-12-09T09:00Z/2027-01-02T09:00Z')).toEqual([]);
  });

  it('overlap when they are longer than what lies between them', () => {
    const twoDays = '2026-11-02T00:00Z/2026-11-04T00:00Z';
    expect(inSpan('FREQ=DAILY', 'UTC', twoDays, '2026-12-01T00:00Z/2026-12-02T00:00Z')).toEqual([
      '11-30T00:00/12-02T00:00',
      '12-01T00:00/12-03T00:00',
    ]);
  });

  it('end with their COUNT, before the first there are none, and one in a gap is dropped', () => {
    const noon = '2026-11-02T12:00Z/2026-11-02T13:00Z';
    expect(inSpan('FREQ=DAILY;COUNT=3', 'UTC', noon, '2026-11-04T00:00Z/2026-12-02T00:00Z')).toHaveLength(1);
    expect(inSpan('FREQ=DAILY', 'UTC', noon, '2026-10-01T00:00Z/2026-11-02T12:00Z')).toEqual([]);
    const inGap = '2027-03-13T07:30Z/2027-03-13T08:30Z';
    expect(inSpan('FREQ=DAILY', 'America/New_York', inGap, '2027-03-14T00:00Z/2027-03-15T00:00Z')).toEqual([]);
  });
});
