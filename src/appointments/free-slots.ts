import { Injectable } from '@nestjs/common';
import { FreeSlot, freeSlots, groupByDay, lookBusy } from '#libs/slots';
import { Interval, addDays, formatInstant, parseInstant, startOfDay } from '#libs/time';
import { Bookable, openInterval, parseBookingWindow } from '../calendars';
import { Clock } from '../platform/clock';
import { Invalid, NotFound, type Plain } from '../platform/http';
import { AppointmentStore } from './appointment.store';
import type { FreeSlotsQuery } from './appointments.dto';
import { AvailabilityReader, ReadOptions } from './availability.reader';
import { Departures } from './departures';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MAX_DAYS = 62;

interface SlotJson {
  start: string;
  end: string;
  seats: number;
  hosts?: string[];
}

export interface FreeSlotsJson {
  calendarId: string;
  timezone: string;
  days: { date: string; slots: SlotJson[] }[];
  /** Filled when the span is empty. */
  nextAvailable: { start: string; end: string; seats: number } | null;
}

export interface FreeSlotsAsk extends Plain<FreeSlotsQuery> {
  /** Guests see no hosts, and not all that is free where a calendar looks busy. */
  by: 'guest' | 'staff';
  /** A member: what others host is not theirs to ask about. */
  memberId?: string;
}

/** Lists what can be booked, by the same predicate that books it. */
@Injectable()
export class FreeSlots {
  constructor(
    private readonly reader: AvailabilityReader,
    private readonly departures: Departures,
    private readonly appointments: AppointmentStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Invalid for a span that is reversed or too long */
  async list(bookable: Bookable, ask: FreeSlotsAsk): Promise<FreeSlotsJson> {
    const timezone = ask.timezone ?? bookable.calendar.timezone;
    const span = spanOf(ask.from, ask.to, timezone);
    const among = ask.userId === undefined ? bookable : onlyHost(bookable, ask.userId);
    const options = await this.optionsOf(bookable, ask);
    const shown = await this.shownTo(ask.by, bookable);
    const free = async (within: Interval) => shown(await this.free(among, within, options));
    const slots = await free(span);
    return {
      calendarId: bookable.calendar.id,
      timezone,
      days: groupByDay(slots, timezone).map((day) => ({
        date: day.date,
        slots: day.slots.map((slot) => slotJson(slot, ask.by === 'staff')),
      })),
      nextAvailable: slots.length > 0 ? null : await this.next(among, span.end, free),
    };
  }

  /** The first slot that is free from now on; null when there is none in the booking window. */
  first(bookable: Bookable): Promise<FreeSlotsJson['nextAvailable']> {
    return this.next(bookable, this.clock.ms(), (within) => this.free(bookable, within, {}));
  }

  /** Whoever moves an appointment counts its seat as free, and may do so in an inactive calendar. */
  private async optionsOf({ calendar }: Bookable, { rescheduleOf, memberId }: FreeSlotsAsk): Promise<ReadOptions> {
    if (rescheduleOf === undefined) return {};
    const { seat, hostIds } = await this.departures.byId(calendar.accountId, calendar.id, rescheduleOf);
    if (memberId !== undefined && !hostIds.includes(memberId)) throw NotFound('There is no such appointment.');
    return { leaving: seat, ignoreInactive: true };
  }

  private async shownTo(by: FreeSlotsAsk['by'], { calendar }: Bookable): Promise<(slots: FreeSlot[]) => FreeSlot[]> {
    const { id, accountId, lookBusyPercent: percent } = calendar;
    if (by === 'staff' || percent === 0) return (slots) => slots;
    const latestId = await this.appointments.latestIn(accountId, id);
    return (slots) => lookBusy({ calendarId: id, latestId, percent }, slots);
  }

  private async free(bookable: Bookable, span: Interval, options: ReadOptions): Promise<FreeSlot[]> {
    return freeSlots(await this.reader.read(bookable, span, options), span);
  }

  /** The first free slot after the span, looked for as far as the booking window reaches. */
  private async next(
    bookable: Bookable,
    from: number,
    free: (within: Interval) => Promise<FreeSlot[]>,
  ): Promise<FreeSlotsJson['nextAvailable']> {
    const { bookingWindow, timezone } = bookable.calendar;
    const window = parseBookingWindow(bookingWindow);
    if (!window) return null;
    const open = openInterval(window, this.clock.ms(), timezone);
    for (let start = Math.max(from, open.start); start < open.end; start += MAX_DAYS * DAY_MS) {
      const [first] = await free({ start, end: start + MAX_DAYS * DAY_MS });
      if (first) return slotJson(first, false);
    }
    return null;
  }
}

/** Instants are half-open; a date as `to` is included. */
function spanOf(from: string, to: string, timezone: string): Interval {
  const start = parseInstant(from) ?? startOfDay(timezone, from);
  const until = parseInstant(to);
  const end = until ?? startOfDay(timezone, addDays(to, 1));
  if (end <= start) throw invalidTo('must be after from');
  const days = until === null ? MAX_DAYS + 1 : MAX_DAYS;
  // A day with a change of clocks may have an hour more.
  if (end - start > days * DAY_MS + HOUR_MS) throw invalidTo(`may be ${MAX_DAYS} days after from at most`);
  return { start, end };
}

function invalidTo(detail: string) {
  return Invalid(`to: ${detail}`, { errors: [{ pointer: '/to', detail }] });
}

function onlyHost(bookable: Bookable, userId: string): Bookable {
  if (bookable.calendar.type === 'collective') return bookable;
  return { ...bookable, hosts: bookable.hosts.filter((host) => host.userId === userId) };
}

function slotJson({ start, end, seats, hosts }: FreeSlot, showHosts: boolean): SlotJson {
  return {
    start: formatInstant(start),
    end: formatInstant(end),
    seats,
    ...(showHosts ? { hosts } : {}),
  };
}
