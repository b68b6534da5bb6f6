import { CalendarReader, busyIn } from '.';
import { OPTIONS, SPAN, calendarOf, eventOf } from './feeds.fixtures';

const PIECE = /[^]{1,65536}/g;
/** Far above what a step takes on a busy machine, far below what such texts can be made to take. */
const LONGEST_MS = 1_500;

const lists = (name: string) => Array<string>(1_000).fill(`${name};TZID=X:${'20270101T000000,'.repeat(140)}`);
const part = (rule: string) => [
  'BEGIN:STANDARD',
  'DTSTART:20400101T000000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  rule,
  'END:STANDARD',
];
const zone = (rule: string) => ['BEGIN:VTIMEZONE', 'TZID:X', ...Array(100).fill(part(rule)).flat(), 'END:VTIMEZONE'];
const fiftyThirdMondays = Array.from({ length: 80 }, () => '53MO').join(',');

describe('hostile texts are read and worked out in short steps', () => {
  it.each([
    ['dates put in', eventOf('DTSTART:20270101T000000', 'DURATION:PT1M', ...lists('RDATE'))],
    ['dates taken out', eventOf('DTSTART:20270101T000000', 'DURATION:PT1M', ...lists('EXDATE'))],
    [
      'zones that change their clocks often',
      [
        ...zone(`RDATE:${'20400101T000000,'.repeat(400)}`),
        ...eventOf('DTSTART;TZID=X:20270101T000000', 'DURATION:PT1M', ...lists('RDATE')),
      ],
    ],
    [
      'rules that never give a date',
      eventOf(
        'DTSTART:19700101T000000Z',
        'DURATION:PT1M',
        ...Array<string>(3).fill(`RRULE:FREQ=YEARLY;BYMONTH=1,2,3,4;BYDAY=${fiftyThirdMondays}`),
      ),
    ],
  ])(
    'by %s',
    (_, lines) => {
      const steps: number[] = [];
      const timed = <Result>(step: () => Result): Result => {
        const begin = performance.now();
        const result = step();
        steps.push(performance.now() - begin);
        return result;
      };
      const reader = new CalendarReader({ maxEvents: 20_000, from: SPAN.start, to: SPAN.end });
      for (const piece of calendarOf(...lines).match(PIECE) ?? []) {
        timed(() => {
          reader.push(piece);
        });
      }
      const calendar = reader.end();
      if (!calendar) throw new Error('It is a calendar.');
      const work = busyIn(calendar, OPTIONS);
      while (!timed(() => work.next()).done);
      expect(Math.max(...steps)).toBeLessThan(LONGEST_MS);
    },
    60_000,
  );
});
