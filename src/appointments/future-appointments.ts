import { Injectable } from '@nestjs/common';
import type { FutureChoice } from '../calendars';
import { Clock } from '../platform/clock';
import { AppointmentStore, FutureAppointment } from './appointment.store';
import { HasFutureAppointments } from './appointments.problems';
import { CancelAppointment } from './cancel-appointment';
import { FutureLocks } from './future-locks';
import { HandOver } from './hand-over';

/** Whose appointments stand in the way: of a calendar, of a host, of a host in a calendar, or of a contact. */
export interface Standing {
  accountId: string;
  calendarId?: string;
  userId?: string;
  contactId?: string;
  /** Who leaves together with that user, and cannot take over. */
  leavingToo?: readonly string[];
  /** What guests are told when they are cancelled for it. */
  because: string;
}

const NOBODY_ELSE = 'Nobody else can take them.';

/** Decides what becomes of appointments still to come when their calendar or host goes. */
@Injectable()
export class FutureAppointments {
  constructor(
    private readonly appointments: AppointmentStore,
    private readonly cancel: CancelAppointment,
    private readonly handOver: HandOver,
    private readonly locks: FutureLocks,
    private readonly clock: Clock,
  ) {}

  /** @throws HasFutureAppointments naming those that stand in the way */
  async settle(standing: Standing, choice: FutureChoice | null): Promise<void> {
    if (choice === 'keep') return;
    const future = await this.future(standing);
    if (future.length === 0) return;
    if (!choice) throw refusal(future, 'Say what becomes of them with ?future=.');
    await this.locks.take(standing.accountId, future);
    const stuck: FutureAppointment[] = [];
    // Again, under the locks: guests go on cancelling.
    for (const appointment of await this.future(standing)) {
      const settled =
        choice === 'cancel' ? await this.cancelled(standing, appointment) : await this.handed(standing, appointment);
      if (!settled) stuck.push(appointment);
    }
    const nobody = standing.userId === undefined ? 'Choose cancel or keep: all hosts are concerned.' : NOBODY_ELSE;
    if (stuck.length > 0) throw refusal(stuck, nobody);
  }

  private future(standing: Standing): Promise<FutureAppointment[]> {
    return this.appointments.future(standing.accountId, standing, this.clock.now());
  }

  private async cancelled({ accountId, because }: Standing, { id }: FutureAppointment): Promise<true> {
    await this.cancel.run({ accountId, id, by: 'staff', reason: because });
    return true;
  }

  /** Without a host to be replaced there is nobody to hand over from. */
  private async handed(standing: Standing, appointment: FutureAppointment): Promise<boolean> {
    const { accountId, userId, leavingToo = [] } = standing;
    return userId !== undefined && (await this.handOver.run(accountId, [userId, ...leavingToo], appointment));
  }
}

function refusal(appointments: FutureAppointment[], advice: string) {
  return HasFutureAppointments(`${appointments.length} appointments are still to come. ${advice}`, {
    members: { appointments: appointments.map(({ id, start }) => ({ id, start: start.toISOString() })) },
  });
}
