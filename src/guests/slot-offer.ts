import { Injectable } from '@nestjs/common';
import { addDays, localDate, parseDate } from '#libs/time';
import { FreeSlots, FreeSlotsJson } from '../appointments';
import { type Bookable, openInterval, parseBookingWindow } from '../calendars';
import { Clock } from '../platform/clock';

const DAYS = 14;

/** Two weeks of free slots, and the way to those before and after. Dates are of the reader's zone. */
export interface Offer {
  timezone: string;
  from: string;
  days: FreeSlotsJson['days'];
  /** The next date with a free slot, when these weeks have none. */
  next: string | null;
  earlier: string | null;
  later: string | null;
}

export interface OfferAsk {
  /** A date; anything else is read as today. */
  from: unknown;
  timezone: string;
  rescheduleOf?: string;
}

/** Lists free slots by the page. */
@Injectable()
export class SlotOffer {
  constructor(
    private readonly freeSlots: FreeSlots,
    private readonly clock: Clock,
  ) {}

  async of(bookable: Bookable, { from: asked, timezone, rescheduleOf }: OfferAsk): Promise<Offer> {
    const now = this.clock.ms();
    const today = localDate(timezone, now);
    const last = localDate(timezone, lastInstant(bookable, now));
    const from = dateWithin(asked, today, last);
    const to = addDays(from, DAYS - 1);
    const listed = await this.freeSlots.list(bookable, { from, to, timezone, rescheduleOf, by: 'guest' });
    const before = addDays(from, -DAYS);
    return {
      timezone,
      from,
      days: listed.days,
      next: listed.nextAvailable && localDate(timezone, Date.parse(listed.nextAvailable.start)),
      earlier: from > today ? (before > today ? before : today) : null,
      later: to < last ? addDays(from, DAYS) : null,
    };
  }
}

function lastInstant({ calendar: { bookingWindow, timezone } }: Bookable, now: number): number {
  const window = parseBookingWindow(bookingWindow);
  return window ? openInterval(window, now, timezone).end : now;
}

/** Written YYYY-MM-DD, dates are in the order of their texts. */
function dateWithin(asked: unknown, first: string, last: string): string {
  if (typeof asked !== 'string' || parseDate(asked) === null || asked < first) return first;
  return asked > last ? last : asked;
}
