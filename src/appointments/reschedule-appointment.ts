import { Injectable } from '@nestjs/common';
import { Bookable, Calendars } from '../calendars';
import { Contacts } from '../contacts';
import { Database } from '../platform/database';
import { Invalid, assertVersion } from '../platform/http';
import { AppointmentRow } from './appointment.entity';
import { TransitionNotAllowed } from './appointments.problems';
import { GuestRights } from './guest-rights';
import { Move, Moving } from './moving';
import { LockedAppointment } from './seated-appointment';

/** Moves one appointment to another free slot of its calendar. What follows from it: docs/events.md. */
@Injectable()
export class RescheduleAppointment {
  constructor(
    private readonly db: Database,
    private readonly calendars: Calendars,
    private readonly contacts: Contacts,
    private readonly moving: Moving,
    private readonly rights: GuestRights,
  ) {}

  run(move: Move): Promise<AppointmentRow> {
    return this.db.transaction(async () => {
      const before = await this.moving.read(move);
      const bookable = await this.calendars.forBooking(move.accountId, before.appointment.calendarId, {
        deletedToo: true,
      });
      assertHost(bookable, move.hostUserId);
      await this.assertMayMove(move, before);
      const contact = await this.contacts.get(move.accountId, before.appointment.contactId);
      return staysPut(move, before) ? this.moving.keep(move) : this.moving.move(move, before, bookable, contact);
    });
  }

  private async assertMayMove({ by, expectedVersion = null }: Move, before: LockedAppointment): Promise<void> {
    assertVersion(before.appointment.version, expectedVersion);
    const { status } = before.appointment;
    if (status !== 'new' && status !== 'confirmed') throw TransitionNotAllowed(`${status} cannot be moved.`);
    if (by === 'guest') await this.rights.assertMayReschedule(before);
  }
}

/** The same date and time keeps the slot, and with it the link. */
function staysPut({ start, hostUserId, exceptUserIds }: Move, { slot }: LockedAppointment): boolean {
  const { startsAt, leadUserId } = slot;
  if (startsAt.getTime() !== start || exceptUserIds) return false;
  return hostUserId === undefined || hostUserId === leadUserId;
}

/** @throws Invalid */
export function assertHost({ hosts }: Bookable, hostUserId: string | undefined): void {
  if (hostUserId === undefined || hosts.some(({ userId }) => userId === hostUserId)) return;
  const detail = 'is no host of this calendar';
  throw Invalid(`hostUserId: ${detail}`, { errors: [{ pointer: '/hostUserId', detail }] });
}
