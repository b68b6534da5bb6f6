import { Injectable } from '@nestjs/common';
import { Calendars } from '../calendars';
import { Clock } from '../platform/clock';
import { Problem } from '../platform/http';
import { AppointmentStore, FutureAppointment } from './appointment.store';
import { HasFutureAppointments, SlotNotOffered, SlotTaken } from './appointments.problems';
import { CancelAppointment } from './cancel-appointment';
import { RescheduleAppointment } from './reschedule-appointment';

export type FutureChoice = 'cancel' | 'keep' | 'reassign' | null;

/** Whose appointments stand in the way: of a calendar, of a host, or of a host in a calendar. */
export interface Standing {
  accountId: string;
  calendarId?: string;
  userId?: string;
}

/** Decides what becomes of appointments still to come when their calendar or host goes. */
@Injectable()
export class FutureAppointments {
  constructor(
    private readonly appointments: AppointmentStore,
    private readonly calendars: Calendars,
    private readonly cancel: CancelAppointment,
    private readonly reschedule: RescheduleAppointment,
    private readonly clock: Clock,
  ) {}

  /** @throws HasFutureAppointments naming those that stand in the way */
  async settle(standing: Standing, choice: FutureChoice): Promise<void> {
    if (choice === 'keep') return;
    const future = await this.appointments.future(standing.accountId, standing, this.clock.now());
    if (!choice && future.length > 0) throw refusal(future, 'Say what becomes of them with ?future=.');
    const stuck: FutureAppointment[] = [];
    for (const appointment of future) {
      if (choice === 'cancel') await this.cancelled(standing, appointment);
      else if (!(await this.reassigned(standing, appointment))) stuck.push(appointment);
    }
    if (stuck.length > 0) throw refusal(stuck, 'Nobody else can take them.');
  }

  private async cancelled({ accountId }: Standing, { id }: FutureAppointment): Promise<void> {
    await this.cancel.run({ accountId, id, by: 'staff', reason: 'The host or the calendar is no longer there.' });
  }

  /** Hands an appointment of a round robin to the first other host who is free. */
  private async reassigned({ accountId, userId }: Standing, appointment: FutureAppointment): Promise<boolean> {
    const { id, start, calendarId } = appointment;
    const { calendar, hosts } = await this.calendars.forBooking(accountId, calendarId, { deletedToo: true });
    // Without a host to be replaced, or somebody to replace them, there is nothing to exchange.
    if (calendar.type !== 'round_robin' || userId === undefined) return false;
    for (const host of hosts) {
      if (host.userId === userId) continue;
      const move = { accountId, id, by: 'staff' as const, start: start.getTime(), hostUserId: host.userId };
      if (await this.reschedule.run(move).then(() => true, isBusy)) return true;
    }
    return false;
  }
}

/** A host who cannot take it is passed over; anything else is a fault. */
function isBusy(error: unknown): false {
  if (error instanceof Problem && (error.is(SlotTaken) || error.is(SlotNotOffered))) return false;
  throw error;
}

function refusal(appointments: FutureAppointment[], advice: string) {
  return HasFutureAppointments(`${appointments.length} appointments are still to come. ${advice}`, {
    members: { appointments: appointments.map(({ id, start }) => ({ id, start: start.toISOString() })) },
  });
}
