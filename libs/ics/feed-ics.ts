import ical, { ICalEventStatus } from 'ical-generator';
import { PROGRAM, line, text, webAddress } from './ics-text';

export interface FeedEvent {
  uid: string;
  /** From 0. */
  sequence: number;
  changedAt: Date;
  start: Date;
  /** Exclusive. */
  end: Date;
  summary: string;
  description: string | null;
  location: string | null;
  /** Left out unless it is an http(s) address. */
  url: string | null;
  /** Not confirmed yet. */
  tentative: boolean;
}

export interface Feed {
  name: string;
  /** How often clients should ask again. */
  ttlSeconds: number;
  events: readonly FeedEvent[];
}

/**
 * A calendar to subscribe to, as an iCalendar text (RFC 5545). What is no longer in it is gone; the same events give the
 * same text, so that it can be known by its hash. Times are UTC instants.
 */
export function feedIcs({ name, ttlSeconds, events }: Feed): string {
  const calendar = ical({ prodId: PROGRAM, name: line(name), ttl: ttlSeconds });
  for (const event of events) {
    calendar.createEvent({
      id: line(event.uid),
      sequence: event.sequence,
      stamp: event.changedAt,
      lastModified: event.changedAt,
      start: event.start,
      end: event.end,
      summary: line(event.summary),
      description: text(event.description),
      location: text(event.location) && line(event.location ?? ''),
      url: webAddress(event.url),
      status: event.tentative ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}
