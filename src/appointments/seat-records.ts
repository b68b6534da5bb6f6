import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { AppointmentRow } from './appointment.entity';
import { AppointmentStore } from './appointment.store';
import { AssignmentStore } from './assignment.store';
import { SlotLinks } from './slot-links';
import type { SlotRow } from './slot.entity';
import { SlotStore } from './slot.store';

/** Keeps slot, ledger and link wish in step with who sits where. Under the hosts' locks. */
@Injectable()
export class SeatRecords {
  constructor(
    private readonly appointments: AppointmentStore,
    private readonly slots: SlotStore,
    private readonly assignments: AssignmentStore,
    private readonly links: SlotLinks,
    private readonly clock: Clock,
  ) {}

  /** A new appointment sits down. */
  async add(row: AppointmentRow, slot: SlotRow): Promise<void> {
    await this.appointments.insert(row);
    await this.seated(row, slot);
  }

  /** An appointment moves from one slot into another, or back into one it had left. */
  async enter(row: AppointmentRow, slot: SlotRow): Promise<void> {
    row.slotId = slot.id;
    // It was offered where it is now.
    row.forced = false;
    await this.appointments.save(row, this.clock.now());
    await this.seated(row, slot);
  }

  /** After an appointment left for good, or with `leavingId` while it is still on its way out. */
  async vacated(accountId: string, slotId: string, leavingId?: string): Promise<void> {
    await this.slots.settleSeats(accountId, slotId, this.clock.now(), leavingId);
  }

  async refreshLink(accountId: string, slotId: string): Promise<void> {
    await this.links.refreshWish(accountId, slotId);
  }

  private async seated(row: AppointmentRow, slot: SlotRow): Promise<void> {
    const { accountId, calendarId, id } = row;
    if (slot.heldUntil !== null) await this.slots.update(accountId, slot.id, { heldUntil: null });
    if (slot.leadUserId !== null) {
      const hostId = slot.leadUserId;
      await this.assignments.append({ accountId, calendarId, hostId, appointmentId: id, at: this.clock.now() });
    }
    await this.links.addWish(row, slot);
  }
}
