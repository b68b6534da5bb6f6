import { Injectable } from '@nestjs/common';
import { addDuration, parseDuration } from '#libs/time';
import { CalendarRow, Calendars } from '../calendars';
import { Clock } from '../platform/clock';
import { ChangeNotOffered, ChangeTooLate, TransitionNotAllowed } from './appointments.problems';
import { AppointmentStatus, ChangeRight, changeRight } from './appointment.rules';
import type { LockedAppointment } from './seated-appointment';

/** What guests may still do with their appointment, by the calendar's policy. */
@Injectable()
export class GuestRights {
  constructor(
    private readonly calendars: Calendars,
    private readonly clock: Clock,
  ) {}

  mayReschedule(calendar: CalendarRow, status: AppointmentStatus, startsAt: Date): ChangeRight {
    // A deleted calendar has no slots to move to; its appointments may have been kept.
    return this.right(calendar, calendar.allowReschedule && calendar.deletedAt === null, status, startsAt);
  }

  mayCancel(calendar: CalendarRow, status: AppointmentStatus, startsAt: Date): ChangeRight {
    return this.right(calendar, calendar.allowCancellation, status, startsAt);
  }

  /** @throws ChangeTooLate, ChangeNotOffered, TransitionNotAllowed */
  async assertMayReschedule({ appointment, slot }: LockedAppointment): Promise<void> {
    const calendar = await this.calendars.get(appointment.accountId, appointment.calendarId);
    assertRight(this.mayReschedule(calendar, appointment.status, slot.startsAt));
  }

  /** @throws ChangeTooLate, ChangeNotOffered, TransitionNotAllowed */
  async assertMayCancel({ appointment, slot }: LockedAppointment): Promise<void> {
    const calendar = await this.calendars.get(appointment.accountId, appointment.calendarId);
    assertRight(this.mayCancel(calendar, appointment.status, slot.startsAt));
  }

  private right(calendar: CalendarRow, offered: boolean, status: AppointmentStatus, startsAt: Date): ChangeRight {
    const cutoff = parseDuration(calendar.changeCutoff);
    const start = startsAt.getTime();
    const until = cutoff ? addDuration(start, { ...cutoff, sign: -1 }, calendar.timezone) : start;
    return changeRight({ offered, until }, status, this.clock.ms());
  }
}

function assertRight({ allowed, reason }: ChangeRight): void {
  if (allowed) return;
  if (reason === 'too-late') throw ChangeTooLate('The time for changes has passed.');
  if (reason === 'cancelled') throw TransitionNotAllowed('The appointment is over.');
  throw ChangeNotOffered('Ask the host: guests cannot change this themselves.');
}
