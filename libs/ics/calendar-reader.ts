import { type ContentLine, LineFolds, parseLine } from './content-lines';
import { EVENT_LINES, type IcsEvent, eventOf } from './ics-event';
import { type IcsZone, ZONE_LINES, zoneOf } from './ics-zone';

/** What a calendar says, as far as it decides when somebody is busy. */
export interface ReadCalendar {
  events: IcsEvent[];
  /** Definitions of zones by their TZID. */
  zones: ReadonlyMap<string, IcsZone>;
  /** Events without a start or end that can be read. */
  unreadable: number;
  /** Whether there were more events than are kept. */
  cut: boolean;
}

export interface ReaderLimits {
  maxEvents: number;
  /** Epoch ms. What happens once and lies outside is passed over. */
  from: number;
  to: number;
}

const DAY_MS = 86_400_000;
const MAX_DEPTH = 8;
const MAX_LINES = 2_000;
const MAX_ZONES = 500;
/** In lists, of all events together. */
const MAX_DATES = 50_000;
/** UTF-8's, read as Latin-1. */
const BYTE_ORDER_MARK = /^\u00ef\u00bb\u00bf/;
const MARK = /^(BEGIN|END):\s*([A-Z0-9-]{1,50})\s*$/i;
const NAME = /^[A-Za-z-]{1,30}(?=[:;])/;

/**
 * Reads an iCalendar text as it comes in, in time proportional to its length. It keeps what decides about times of
 * events that matter, and one line: descriptions, attachments and what is long past cost no memory.
 */
export class CalendarReader {
  private readonly folds = new LineFolds();
  private readonly path: string[] = [];
  private readonly events: IcsEvent[] = [];
  private readonly zones = new Map<string, IcsZone>();
  private event: ContentLine[] = [];
  private zone: ContentLine[] = [];
  private state: 'before' | 'inside' | 'after' | 'hopeless' = 'before';
  private dates = 0;
  private unreadable = 0;
  private cut = false;

  constructor(private readonly limits: ReaderLimits) {}

  /** Latin-1 does: everything that is read is ASCII. */
  push(piece: string): void {
    for (const line of this.folds.push(piece)) this.take(line);
  }

  /** Whether it is no calendar, whatever may still come. */
  get hopeless(): boolean {
    return this.state === 'hopeless';
  }

  /** Null when it was no calendar, or not a whole one. */
  end(): ReadCalendar | null {
    for (const line of this.folds.end()) this.take(line);
    if (this.state !== 'after') return null;
    const { events, zones, unreadable, cut } = this;
    return { events, zones, unreadable, cut };
  }

  private take(unfolded: string): void {
    const line = this.state === 'before' ? unfolded.replace(BYTE_ORDER_MARK, '') : unfolded;
    if (line === '' || this.state === 'hopeless') return;
    const [, verb, name = ''] = MARK.exec(line) ?? [];
    if (verb === undefined) this.collect(line);
    else if (verb.toUpperCase() === 'BEGIN') this.begin(name.toUpperCase());
    else this.finish(name.toUpperCase());
  }

  private begin(name: string): void {
    // A file may hold several calendars, one after the other.
    const starts = this.path.length === 0;
    if (starts !== (name === 'VCALENDAR') || this.path.length >= MAX_DEPTH) this.state = 'hopeless';
    else this.state = 'inside';
    this.path.push(name);
    if (name === 'VEVENT') this.event = [];
    if (name === 'VTIMEZONE') this.zone = [];
    if (this.at('VTIMEZONE') && this.path.length === 3) this.keep(this.zone, { name, params: new Map(), value: '' });
  }

  private finish(name: string): void {
    if (this.path.pop() !== name) this.state = 'hopeless';
    else if (this.path.length === 0) this.state = 'after';
    else if (name === 'VEVENT' && this.path.length === 1) this.addEvent();
    else if (name === 'VTIMEZONE' && this.path.length === 1) this.addZone();
  }

  private collect(line: string): void {
    const name = NAME.exec(line)?.[0].toUpperCase() ?? '';
    if (this.state !== 'inside') {
      if (line.trim() !== '') this.state = 'hopeless';
    } else if (this.at('VEVENT') && this.path.length === 2 && EVENT_LINES.has(name)) {
      this.keep(this.event, parseLine(line));
    } else if (this.at('VTIMEZONE') && ZONE_LINES.has(name)) {
      this.keep(this.zone, parseLine(line));
    }
  }

  private at(component: string): boolean {
    return this.path[1] === component;
  }

  private keep(lines: ContentLine[], line: ContentLine | null): void {
    if (line && lines.length < MAX_LINES) lines.push(line);
  }

  private addEvent(): void {
    const event = eventOf(this.event);
    if (!event) this.unreadable += 1;
    else if (!this.matters(event)) return;
    else if (this.events.length >= this.limits.maxEvents || this.dates > MAX_DATES) this.cut = true;
    else {
      this.events.push(event);
      this.dates += event.dates.length + event.exceptDates.length;
    }
  }

  private addZone(): void {
    const zone = zoneOf(this.zone);
    if (zone && this.zones.size < MAX_ZONES) this.zones.set(zone.tzid, zone);
  }

  /** One that stands for an occurrence does even if free or elsewhere: the occurrence is not where it was. */
  private matters({ busy, start, end, length, rules, dates, instead }: IcsEvent): boolean {
    if (instead !== null) return true;
    if (!busy) return false;
    if (rules.length + dates.length > 0) return true;
    const last = end?.reading ?? start.reading + (length ? length.wall + length.exact : DAY_MS);
    // No zone is further than a day from another.
    return last > this.limits.from - DAY_MS && start.reading < this.limits.to + DAY_MS;
  }
}
