import { CalendarReader } from '.';
import { SPAN, calendarOf, eventOf, readBusy, shown } from './feeds.fixtures';

const EVENT = eventOf('UID:1', 'DTSTART:20261124T150000Z', 'DTEND:20261124T160000Z');
const BUSY = ['2026-11-24T15:00Z/2026-11-24T16:00Z'];
const reader = () => new CalendarReader({ maxEvents: 10, from: SPAN.start, to: SPAN.end });

describe('an iCalendar text', () => {
  it.each([1, 2, 3, 7, 64, 10_000])('is read in pieces of %d characters', (pieces) => {
    const text = calendarOf(...EVENT).replace('DTSTART:20261124T', 'DTSTART;X="a:b;c":2026\r\n 1124\r\n\tT');
    expect(readBusy(text, {}, pieces)?.times.map(shown)).toEqual(BUSY);
  });

  it.each([
    ['line feeds alone', calendarOf(...EVENT).replaceAll('\r\n', '\n')],
    ['no last line end', calendarOf(...EVENT).trimEnd()],
    ['a byte order mark', `\u00ef\u00bb\u00bf${calendarOf(...EVENT)}`],
    ['blank lines around', `\r\n\r\n${calendarOf(...EVENT)}\r\n\r\n`],
    ['two calendars', `${calendarOf()}${calendarOf(...EVENT)}`],
    ['lines of nonsense', calendarOf('nonsense', ':', ';;;=', 'X'.repeat(200_000), ...EVENT)],
    ['a line too long inside', calendarOf(...EVENT.toSpliced(1, 0, `DESCRIPTION:${'ü'.repeat(300_000)}`))],
    ['a thousand folds', calendarOf(...EVENT.toSpliced(1, 0, `DESCRIPTION:${'x\r\n '.repeat(1000)}`))],
  ])('may have %s', (_, text) => {
    expect(readBusy(text)?.times.map(shown)).toEqual(BUSY);
  });

  it('without events says that nobody is busy', () => {
    expect(readBusy(calendarOf())).toMatchObject({ times: [], events: 0, warnings: [] });
  });

  it.each([
    ['nothing', ''],
    ['a page', '<!doctype html><html><body>Sign in</body></html>'],
    ['half a calendar', calendarOf(...EVENT).slice(0, 100)],
    ['a calendar without its end', calendarOf(...EVENT).replace('END:VCALENDAR\r\n', '')],
    ['an event without its end', calendarOf(...EVENT.slice(0, -1))],
    ['something after it', `${calendarOf(...EVENT)}and more`],
    ['events alone', EVENT.join('\r\n')],
    ['bottomless nesting', calendarOf(...Array<string>(1000).fill('BEGIN:VEVENT'))],
    ['binary', '\u0000\u0001\u0002'.repeat(10_000)],
  ])('is not %s', (_, text) => {
    expect(readBusy(text)).toBeNull();
  });

  it('that is none is known early', () => {
    const page = reader();
    page.push('<html>\n<body>\n');
    expect(page.hopeless).toBe(true);
    const calendar = reader();
    calendar.push(calendarOf().slice(0, 20));
    expect(calendar.hopeless).toBe(false);
  });

  it('may have more events than are kept', () => {
    const text = calendarOf(...Array.from({ length: 11 }, (_, i) => EVENT.toSpliced(1, 1, `UID:${i}`)).flat());
    const read = reader();
    read.push(text);
    expect(read.end()).toMatchObject({ cut: true, events: { length: 10 } });
  });
});
