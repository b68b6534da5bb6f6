import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { checkRecurrence, occurrences, parseRecurrence } from '.';

const first = { start: Date.parse('2026-11-24T15:00Z'), timezone: 'America/New_York' };
const series = { max: 52, mustEnd: true, first };
const blocks = { max: 1000, yearly: true, first };

describe('checking a recurrence', () => {
  it.each([
    'FREQ=WEEKLY;COUNT=52',
    'RRULE:FREQ=DAILY;INTERVAL=2;COUNT=5',
    'rrule:freq=weekly;byday=mo,we;count=6;wkst=su;',
    'FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270601',
    'FREQ=MONTHLY;BYMONTHDAY=-1,15;UNTIL=20270601T100000',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20270601T100000Z',
    'FREQ=WEEKLY;COUNT=1',
  ])('finds nothing wrong with %s', (text) => {
    expect(checkRecurrence(text, series)).toEqual([]);
    expect(parseRecurrence(text)).not.toBeNull();
  });

  it.each<[unknown, string]>([
    [null, 'must be an iCalendar rule such as FREQ=WEEKLY;COUNT=5'],
    [{ freq: 'DAILY' }, 'must be an iCalendar rule such as FREQ=WEEKLY;COUNT=5'],
    ['COUNT=5', 'must have a FREQ of DAILY, WEEKLY or MONTHLY'],
    ['FREQ=HOURLY;COUNT=5', 'must have a FREQ of DAILY, WEEKLY or MONTHLY'],
    ['FREQ=SECONDLY;COUNT=1000000000', 'must have a FREQ of DAILY, WEEKLY or MONTHLY'],
    ['FREQ=YEARLY;COUNT=5', 'must have a FREQ of DAILY, WEEKLY or MONTHLY'],
    ['FREQ=DAILY;BYHOUR=9;COUNT=5', 'has a part that is not supported: BYHOUR'],
    ['FREQ=DAILY;COUNT=5;COUNT=6', 'must give COUNT once'],
    ['FREQ=DAILY;COUNT', 'must give COUNT one value'],
    ['FREQ=DAILY;COUNT=5=6', 'must give COUNT one value'],
    ['FREQ=DAILY;;COUNT=5', 'has a part that is not supported: an empty one'],
    ['FREQ=DAILY;INTERVAL=0;COUNT=5', 'INTERVAL must be a number from 1 to 1000'],
    ['FREQ=DAILY;INTERVAL=-1;COUNT=5', 'INTERVAL must be a number from 1 to 1000'],
    ['FREQ=DAILY;COUNT=0', 'COUNT must be a number from 1'],
    ['FREQ=DAILY;COUNT=1e9', 'COUNT must be a number from 1'],
    ['FREQ=DAILY;COUNT=1000000000', 'COUNT must be 52 at most'],
    ['FREQ=DAILY', 'must end: COUNT or UNTIL is missing'],
    ['FREQ=DAILY;COUNT=5;UNTIL=20270101', 'must end by COUNT or by UNTIL, not by both'],
    ['FREQ=DAILY;UNTIL=99991231', 'must not give more than 52 occurrences'],
    ['FREQ=DAILY;UNTIL=20270115', 'must not give more than 52 occurrences'],
    ['FREQ=DAILY;UNTIL=20261123', 'UNTIL must not lie before the start'],
    ['FREQ=DAILY;UNTIL=20261124T145959Z', 'UNTIL must not lie before the start'],
    ['FREQ=DAILY;UNTIL=20270229', 'UNTIL must be a date or a time: 20261224, 20261224T100000 or 20261224T100000Z'],
    ['FREQ=DAILY;UNTIL=2027', 'UNTIL must be a date or a time: 20261224, 20261224T100000 or 20261224T100000Z'],
    ['FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5', 'gives no dates'],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5', 'gives no dates'],
    ['FREQ=DAILY;INTERVAL=7;BYDAY=MO;COUNT=5', 'gives no dates'],
    ['FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=5MO;COUNT=5', 'gives no dates'],
    ['FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5;COUNT=5', 'gives no dates'],
    ['FREQ=WEEKLY;BYDAY=1MO;COUNT=5', 'BYDAY takes no numbers in a WEEKLY rule'],
    ['FREQ=WEEKLY;BYMONTHDAY=1;COUNT=5', 'BYMONTHDAY has no place in a WEEKLY rule'],
    ['FREQ=WEEKLY;BYDAY=XX;COUNT=5', 'BYDAY must list weekdays such as MO or, of a month, -1FR'],
    ['FREQ=MONTHLY;BYDAY=54MO;COUNT=5', 'BYDAY must list weekdays such as MO or, of a month, -1FR'],
    ['FREQ=MONTHLY;BYMONTHDAY=0;COUNT=5', 'BYMONTHDAY must list days from 1 to 31 or -31 to -1'],
    ['FREQ=MONTHLY;BYMONTHDAY=32;COUNT=5', 'BYMONTHDAY must list days from 1 to 31 or -31 to -1'],
    ['FREQ=MONTHLY;BYMONTH=13;COUNT=5', 'BYMONTH must list months from 1 to 12'],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0;COUNT=5', 'BYSETPOS must list positions from 1 to 366 or -366 to -1'],
    ['FREQ=MONTHLY;BYSETPOS=1;COUNT=5', 'BYSETPOS needs BYDAY, BYMONTHDAY or BYMONTH to choose from'],
    ['FREQ=WEEKLY;WKST=XX;COUNT=5', 'WKST must be one of MO, TU, WE, TH, FR, SA, SU'],
    [
      'DTSTART:20261124T150000Z\nRRULE:FREQ=DAILY;COUNT=5',
      'must be one RRULE, without DTSTART, EXDATE or further lines',
    ],
    ['FREQ=DAILY;COUNT=5\r\nEXDATE:20261125', 'must be one RRULE, without DTSTART, EXDATE or further lines'],
    ['FREQ=DAILY;DTSTART=20261124;COUNT=5', 'has a part that is not supported: DTSTART'],
    [`FREQ=DAILY;COUNT=5;BYDAY=${'MO,'.repeat(200)}MO`, 'may be 500 characters long at most'],
  ])('refuses %s', (text, fault) => {
    expect(checkRecurrence(text, series)).toEqual([fault]);
  });

  it('lets time off go on for ever and come yearly', () => {
    expect(checkRecurrence('FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24', blocks)).toEqual([]);
    expect(checkRecurrence('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', blocks)).toEqual([]);
    expect(checkRecurrence('FREQ=DAILY', blocks)).toEqual([]);
    expect(checkRecurrence('FREQ=DAILY;UNTIL=99991231', blocks)).toEqual([]);
    expect(checkRecurrence('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', blocks)).toEqual(['gives no dates']);
    expect(checkRecurrence('FREQ=YEARLY;COUNT=1001', blocks)).toEqual(['COUNT must be 1000 at most']);
  });

  it('without a start checks the text alone', () => {
    expect(checkRecurrence('FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5', { max: 52, mustEnd: true })).toEqual([]);
  });

  it('has an answer to any text, before anybody could notice', () => {
    const part = fc.constantFrom(
      'FREQ=DAILY',
      'FREQ=WEEKLY',
      'FREQ=MONTHLY',
      'FREQ=YEARLY',
      'INTERVAL=999',
      'INTERVAL=12',
      'COUNT=1000000000',
      'UNTIL=99991231T235959Z',
      'BYDAY=MO,TU',
      'BYDAY=5MO',
      'BYMONTHDAY=30,31',
      'BYMONTH=2',
      'BYSETPOS=366',
    );
    const rule = fc.oneof(
      fc.uniqueArray(part).map((parts) => parts.join(';')),
      fc.string(),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(rule, (text) => {
        const before = performance.now();
        const faults = checkRecurrence(text, blocks);
        const recurrence = typeof text === 'string' ? parseRecurrence(text) : null;
        if (recurrence) expect(occurrences(recurrence, first, { max: 52 })[0]).toBe(first.start);
        else expect(faults).not.toEqual([]);
        // A hundred years of days; the best-known library takes eight seconds for some of these.
        expect(performance.now() - before).toBeLessThan(2000);
      }),
      { numRuns: 300 },
    );
  });
});
