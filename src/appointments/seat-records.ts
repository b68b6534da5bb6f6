import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { AppointmentRow } from './appointment.entity';
import { AppointmentStore } from './appointment.store';
import { AssignmentLedger } from './assignment-ledger';
import type { EntryReason } from './assignment.rules';
import type { Seat, Sitter } from './claim';
import { SlotLinks } from './slot-links';
import { SlotStore } from './slot.store';

/** What of an appointment decides whether it has the link of its slot. */
export type SeatedAs = Pick<AppointmentRow, 'status' | 'location'>;

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

  /** New appointments of an account sit down. */
  async add(sitters: Sitter[]): Promise<void> {
    await this.appointments.insert(sitters.map(({ row }) => row));
    await this.ledger.seated(sitters);
    const opening = sitters.filter(({ seat }) => opensAlone(seat));
    await this.seated(sitters);
    await this.links.askForNew(opening.map(({ row, seat: { slot } }) => ({ appointment: row, slot })));
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
    await this.seated([{ row, seat }]);
  }

  /** After an appointment left for good, or with `leavingIds` while these are still on their way out. */
  async vacated(accountId: string, slotId: string, leavingIds: string[] = []): Promise<void> {
    await this.slots.settleSeats(accountId, slotId, this.clock.now(), leavingIds);
  }

  /** @param before the appointment as it was before it left the slot or was confirmed in it */
  async refreshLink(slotId: string, appointment: AppointmentRow, before: SeatedAs): Promise<void> {
    await this.links.refreshWish(slotId, appointment, before);
  }

  private async seated(sitters: Sitter[]): Promise<void> {
    const held = sitters.filter(({ seat: { slot } }) => slot.heldUntil !== null);
    const [first] = held;
    if (first) {
      const ids = held.map(({ seat: { slot } }) => slot.id);
      await this.slots.updateAll(first.row.accountId, ids, { heldUntil: null });
    }
    for (const { seat } of sitters) if (crowds(seat)) await this.links.part(seat.slot);
    await this.links.addWishes(sitters.map(({ row, seat: { slot } }) => ({ appointment: row, slot })));
  }
}

/** Somebody sits in the slot already, with the link of a series. */
function crowds({ slot, opened }: Seat): boolean {
  return opened === null && slot.heldUntil === null && slot.linkSeriesId !== null;
}

/** Whether nobody ever sat in the slot, which shares its link with no other. To be asked before somebody sits down. */
export function opensAlone({ slot, opened }: Seat): boolean {
  const isNew = opened !== null || (slot.heldUntil !== null && slot.linkState === 'none');
  return isNew && slot.linkSeriesId === null;
}
