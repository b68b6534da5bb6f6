import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { AppointmentRow } from './appointment.entity';
import { AppointmentStore } from './appointment.store';
import { AssignmentLedger } from './assignment-ledger';
import type { EntryReason } from './assignment.rules';
import type { Seat } from './claim';
import { SlotLinks } from './slot-links';
import type { SlotRow } from './slot.entity';
import { SlotStore } from './slot.store';

/** Keeps slot, ledger and link wish in step with who sits where. Under the hosts' locks. */
@Injectable()
export class SeatRecords {
  constructor(
    private readonly appointments: AppointmentStore,
    private readonly slots: SlotStore,
    private readonly ledger: AssignmentLedger,
    private readonly links: SlotLinks,
    private readonly clock: Clock,
  ) {}

  /** A new appointment sits down. */
  async add(row: AppointmentRow, seat: Seat): Promise<void> {
    await this.appointments.insert(row);
    await this.ledger.seated(row, seat);
    await this.seated(row, seat.slot);
  }

  /** An appointment moves from one slot into another, or back into one it had left. */
  async enter(row: AppointmentRow, seat: Seat, reason: EntryReason): Promise<void> {
    row.slotId = seat.slot.id;
    // It was offered where it is now.
    row.forced = false;
    // Chosen while the calendar was of another type.
    if (!seat.makesLinks && row.location?.kind === 'zoom') row.location = null;
    await this.appointments.save(row, this.clock.now());
    await this.ledger.moved(row, seat, reason);
    await this.seated(row, seat.slot);
  }

  /** After an appointment left for good, or with `leavingIds` while these are still on their way out. */
  async vacated(accountId: string, slotId: string, leavingIds: string[] = []): Promise<void> {
    await this.slots.settleSeats(accountId, slotId, this.clock.now(), leavingIds);
  }

  async refreshLink(accountId: string, slotId: string): Promise<void> {
    await this.links.refreshWish(accountId, slotId);
  }

  private async seated(row: AppointmentRow, slot: SlotRow): Promise<void> {
    if (slot.heldUntil !== null) await this.slots.update(row.accountId, slot.id, { heldUntil: null });
    await this.links.addWish(row, slot);
  }
}
