import fc from 'fast-check';
import ICAL from 'ical.js';
import { merge } from '#libs/time';
import { SPAN, calendarOf, eventOf, readBusy } from './feeds.fixtures';

const MINUTE_MS = 60_000;

interface Sample {
  start: number;
  minutes: number;
  rule: string;
  /** Which occurrences are taken out, and which are moved by how many minutes. */
  out: number[];
  moved: { index: number; by: number; free: boolean }[];
}

const samples = fc.array(
  fc.record<Sample>({
    start: fc.integer({ min: -400 * 96, max: 400 * 96 }).map((quarters) => SPAN.start + quarters * 15 * MINUTE_MS),
    minutes: fc.integer({ min: 1, max: 3000 }),
    rule: fc
      .record({
        freq: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
        interval: fc.integer({ min: 1, max: 4 }),
        count: fc.integer({ min: 1, max: 40 }),
      })
      .map(({ freq, interval, count }) => `FREQ=${freq};INTERVAL=${interval};COUNT=${count}`),
    out: fc.uniqueArray(fc.nat(39), { maxLength: 4 }),
    moved: fc.uniqueArray(
      fc.record({ index: fc.nat(39), by: fc.integer({ min: -5000, max: 5000 }), free: fc.boolean() }),
      { maxLength: 4, selector: ({ index }) => index },
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

const written = (instant: number) => new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');

/** The samples as a text, with what ical.js says about when they take place. */
function textAndTimes(all: Sample[]) {
  const times: { start: number; end: number }[] = [];
  const events = all.map(({ start, minutes, rule, out, moved }, number) => {
    const master = [`UID:${number}`, `DTSTART:${written(start)}`, `DURATION:PT${minutes}M`, `RRULE:${rule}`];
    const starts = startsOf(calendarOf(...eventOf(...master)));
    const lines = out.flatMap((index) => (starts[index] === undefined ? [] : [`EXDATE:${written(starts[index])}`]));
    const gone = new Set(out.map((index) => starts[index]));
    const changed = moved.flatMap(({ index, by, free }) => {
      const instead = starts[index];
      if (instead === undefined || gone.has(instead)) return [];
      gone.add(instead);
      const begin = instead + by * MINUTE_MS;
      if (!free) times.push({ start: begin, end: begin + MINUTE_MS });
      const about = [
        `UID:${number}`,
        `RECURRENCE-ID:${written(instead)}`,
        `DTSTART:${written(begin)}`,
        'DURATION:PT1M',
      ];
      return eventOf(...about, ...(free ? ['TRANSP:TRANSPARENT'] : []));
    });
    for (const begin of starts) if (!gone.has(begin)) times.push({ start: begin, end: begin + minutes * MINUTE_MS });
    return [...eventOf(...master, ...lines), ...changed];
  });
  const within = times.map(({ start, end }) => ({ start: Math.max(start, SPAN.start), end: Math.min(end, SPAN.end) }));
  return { text: calendarOf(...events.flat()), times: merge(within) };
}

function startsOf(text: string): number[] {
  const vevent = new ICAL.Component(ICAL.parse(text) as string[]).getFirstSubcomponent('vevent') ?? undefined;
  const iterator = new ICAL.Event(vevent).iterator();
  const starts: number[] = [];
  for (let next = iterator.next() as ICAL.Time | undefined; next; next = iterator.next() as ICAL.Time | undefined) {
    starts.push(next.toJSDate().getTime());
  }
  return starts;
}

describe('busy times', () => {
  it('are those that ical.js finds', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 5, max: 200 }), (all, width) => {
        const { text, times } = textAndTimes(all);
        // Folded anywhere, and in pieces of any size.
        const folded = text.replace(new RegExp(`([^\\r\\n]{${width}})(?=[^\\r\\n])`, 'g'), '$1\r\n ');
        expect(readBusy(folded, {}, width * 3)?.times).toEqual(times);
      }),
      { numRuns: 300 },
    );
  });

  it('of hostile texts cost little time', () => {
    const event = (...lines: string[]) => [...eventOf(...lines), ''].join('\r\n');
    const texts = [
      event('DTSTART:19700101T000000Z', 'DURATION:PT1M', 'RRULE:FREQ=DAILY;COUNT=99999').repeat(20),
      event('DTSTART:19700101T000000Z', 'DURATION:P9999D', 'RRULE:FREQ=DAILY').repeat(50),
      event('DTSTART:19700101T000000Z', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30').repeat(100),
      event('DTSTART:19700101T000000Z', ...Array<string>(5_000).fill('RRULE:FREQ=DAILY;COUNT=99999')),
      event('DTSTART:20270101T000000Z', `RDATE:${'20270101T000000Z,'.repeat(5_000)}`).repeat(20),
      event(`DTSTART${';A="'.repeat(1_000_000)}`, `:${'\r\n '.repeat(1_000_000)}`),
      `${'\n'.repeat(2_000_000)}${'x'.repeat(2_000_000)}`,
    ];
    for (const text of texts) {
      const before = performance.now();
      expect(readBusy(calendarOf(text))).not.toBeNull();
      expect(performance.now() - before).toBeLessThan(10_000);
    }
  });
});
