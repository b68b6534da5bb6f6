import { isZone, knownLocale } from '#libs/time';
import { html, Html } from '../platform/http';

/** Instants as a reader sees them: in their zone, by the customs of their language. */
export class Times {
  private readonly locale: string;
  private readonly long: Intl.DateTimeFormat;
  private readonly clock: Intl.DateTimeFormat;
  private readonly calendarDay: Intl.DateTimeFormat;

  /** An unknown locale is read as English, an unknown zone as UTC. */
  constructor(zone: string, locale: string | null) {
    const timeZone = isZone(zone) ? zone : 'UTC';
    this.locale = knownLocale(locale);
    this.long = new Intl.DateTimeFormat(this.locale, { timeZone, dateStyle: 'full', timeStyle: 'short' });
    this.clock = new Intl.DateTimeFormat(this.locale, { timeZone, timeStyle: 'short' });
    this.calendarDay = new Intl.DateTimeFormat(this.locale, { timeZone, dateStyle: 'full' });
  }

  span(start: Date, end: Date): Html {
    return this.marked(start, this.long.formatRange(start, end));
  }

  moment(at: Date): Html {
    return this.marked(at, this.long.format(at));
  }

  clockTime(at: Date): string {
    return plain(this.clock.format(at));
  }

  day(at: Date): Html {
    return html`<span lang="${this.locale}">${this.calendarDay.format(at)}</span>`;
  }

  private marked(at: Date, text: string): Html {
    return html`<time datetime="${at.toISOString()}" lang="${this.locale}">${plain(text)}</time>`;
  }
}

/** ICU sets narrow and thin spaces, which searches stumble over. */
function plain(text: string): string {
  return text.replace(/[\u00a0\u2009\u202f]/g, ' ');
}

/** The zone as people call it at that time, with its IANA name. */
export function zoneName(zone: string, at: Date): string {
  const format = new Intl.DateTimeFormat('en', { timeZone: isZone(zone) ? zone : 'UTC', timeZoneName: 'long' });
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value;
  return name === undefined || name === zone ? zone : `${name} (${zone})`;
}
