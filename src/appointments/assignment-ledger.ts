import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import type { AppointmentRow } from './appointment.entity';
import type { EntryReason } from './assignment.rules';
import { AssignmentStore } from './assignment.store';
import type { Seat, Sitter } from './claim';

/** Writes down for whom an appointment counts, and from when on it does not any more. Under the hosts' locks. */
@Injectable()
export class AssignmentLedger {
  constructor(
    private readonly store: AssignmentStore,
    private readonly clock: Clock,
  ) {}

  /** New appointments sit down, in this order. */
  async seated(sitters: Sitter[]): Promise<void> {
    await this.assign(sitters, 'booked');
  }

  /** An appointment sits down elsewhere. With another host it counts for them instead; with the same it counts once. */
  async moved(row: AppointmentRow, seat: Seat, reason: EntryReason): Promise<void> {
    const { accountId, id } = row;
    const current = await this.store.current(accountId, id);
    const hostId = seat.slot.leadUserId;
    if (current && current.hostId === hostId) return this.store.keep(current, this.entry(row, seat, hostId, reason));
    if (current) await this.store.credit(accountId, id, reason, this.clock.now());
    return this.assign([{ row, seat }], reason);
  }

  /** An appointment doesn't count: it was cancelled, or nobody came. */
  async credit({ accountId, id }: AppointmentRow, reason: 'cancelled' | 'invalid' | 'noshow'): Promise<void> {
    await this.store.credit(accountId, id, reason, this.clock.now());
  }

  /** Somebody came after all. */
  async unmarked({ accountId, id }: AppointmentRow): Promise<void> {
    await this.store.retake(accountId, id, 'unmarked', this.clock.now());
  }

  private async assign(sitters: Sitter[], reason: EntryReason): Promise<void> {
    const entries = sitters.flatMap(({ row, seat }) => {
      const hostId = seat.slot.leadUserId;
      // A calendar without hosts has nobody to count for.
      return hostId === null ? [] : [this.entry(row, seat, hostId, reason)];
    });
    await this.store.assign(entries);
  }

  private entry(row: AppointmentRow, { slot, decision, charge }: Seat, hostId: string, reason: EntryReason) {
    const { accountId, calendarId, id: appointmentId } = row;
    const at = this.clock.now();
    return { accountId, calendarId, hostId, reason, appointmentId, slotId: slot.id, load: charge, at, decision };
  }
}
