import { Injectable } from '@nestjs/common';
import { localDate, spanInWords } from '#libs/time';
import { Calendars } from '../calendars';
import { Clock } from '../platform/clock';
import { calendarFindings } from './calendar-findings.rules';
import { lookOver } from './checked-hosts.rules';
import type { Finding } from './finding';
import { FreeSlots, type FreeSlotsJson } from './free-slots';
import { ZoomOutlook } from './zoom-outlook';

export interface CalendarCheck {
  /** Whether there is nothing an admin should do: no error and no warning. */
  ok: boolean;
  findings: Finding[];
  nextAvailable: FreeSlotsJson['nextAvailable'];
}

/** Looks a calendar over, as an admin would before sending it out. */
@Injectable()
export class CheckCalendar {
  constructor(
    private readonly calendars: Calendars,
    private readonly freeSlots: FreeSlots,
    private readonly zoom: ZoomOutlook,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound */
  async run(accountId: string, calendarId: string): Promise<CalendarCheck> {
    const bookable = await this.calendars.forBooking(accountId, calendarId);
    const { calendar } = bookable;
    const now = this.clock.ms();
    const { hosts, ...seen } = lookOver(bookable, now);
    const nextAvailable = await this.freeSlots.first(bookable);
    const findings = calendarFindings({
      ...seen,
      calendar,
      hosts: await this.zoom.of(calendar, hosts),
      nextFree: nextAvailable && inWords(nextAvailable, calendar.timezone),
      today: localDate('UTC', now),
    });
    return { ok: findings.every(({ severity }) => severity === 'info'), findings, nextAvailable };
  }
}

function inWords({ start, end }: { start: string; end: string }, zone: string): string {
  return spanInWords(new Date(start), new Date(end), { zone, locale: null });
}
