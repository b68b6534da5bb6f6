import { type BusyOptions, type BusyReading, CalendarReader, busyIn } from '.';

/** From Monday, 2026-11-23, for two years. */
export const SPAN = { start: Date.parse('2026-11-22T08:00:00Z'), end: Date.parse('2028-12-23T08:00:00Z') };

export const OPTIONS: BusyOptions = {
  span: SPAN,
  timezone: 'America/New_York',
  max: 10_000,
  isApart: (uid) => uid.endsWith('@ours'),
};

export function calendarOf(...lines: string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

export function eventOf(...lines: string[]): string[] {
  return ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
}

/** What a text of one event says; null for no calendar. */
export function readBusy(text: string, options: Partial<BusyOptions> = {}, pieces = text.length): BusyReading | null {
  const all = { ...OPTIONS, ...options };
  const reader = new CalendarReader({ maxEvents: 20_000, from: all.span.start, to: all.span.end });
  for (let at = 0; at < text.length; at += pieces) reader.push(text.slice(at, at + pieces));
  const calendar = reader.end();
  if (!calendar) return null;
  const reading = busyIn(calendar, all);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}

/** The busy times of these events, as instants. */
export function busyTimes(...lines: string[]): string[] {
  return (readBusy(calendarOf(...lines))?.times ?? []).map(shown);
}

export function shown({ start, end }: { start: number; end: number }): string {
  const [from, to] = [new Date(start).toISOString(), new Date(end).toISOString()];
  return `${from.slice(0, 16)}Z/${to.slice(0, 16)}Z`;
}

/** As Outlook writes them: rules from 1601 on. */
export const OUTLOOK_ZONE = [
  'BEGIN:VTIMEZONE',
  'TZID:Customized Time Zone',
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
];
