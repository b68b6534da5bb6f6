import { Injectable } from '@nestjs/common';
import type { MeetingLocation } from '../identity';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { AppointmentRow } from './appointment.entity';
import { AppointmentStore } from './appointment.store';
import { LinkFacts } from './link-facts';
import { NO_LINK } from './slot-claims';
import { LinkState, SlotRow } from './slot.entity';
import { SlotStore } from './slot.store';

/** A slot as whoever makes its meeting sees it. */
export interface SlotForMeeting {
  slot: SlotRow;
  /** Whether it should have a Zoom meeting now. */
  wanted: boolean;
  /** Those who sit in it. */
  appointmentIds: string[];
}

/** What became of the link of a slot. */
export interface SettledLink {
  state: LinkState;
  joinUrl?: string;
  zoomMeetingId?: string;
  passcode?: string | null;
  parkedUntil?: Date;
  reason?: string;
  unmanaged?: boolean;
}

/** The link of a slot: whether one is wanted, and what became of it. */
@Injectable()
export class SlotLinks {
  constructor(
    private readonly db: Database,
    private readonly slots: SlotStore,
    private readonly appointments: AppointmentStore,
    private readonly facts: LinkFacts,
    private readonly clock: Clock,
  ) {}

  async read(accountId: string, slotId: string): Promise<SlotForMeeting | null> {
    const slot = await this.slots.find(accountId, slotId);
    return slot && this.withSeats(slot);
  }

  /** The same, with the slot's row locked: what is wanted stays so until the transaction ends. */
  async lock(accountId: string, slotId: string): Promise<SlotForMeeting | null> {
    const slot = await this.slots.lock(accountId, slotId);
    return slot && this.withSeats(slot);
  }

  /** Locks several, in the order of their ids. */
  async lockAll(accountId: string, slotIds: string[]): Promise<void> {
    await this.slots.lockAll(accountId, slotIds);
  }

  /** After somebody sat down: they can only add a wish, which the slot's row then shows, too. */
  async addWish(appointment: AppointmentRow, slot: SlotRow): Promise<void> {
    const absent = slot.linkState === 'none' || slot.linkState === 'released';
    const wishes = appointment.status !== 'new' && placeOf(appointment, slot).kind === 'zoom';
    if (!absent || !wishes || slot.endsAt <= this.clock.now()) return;
    Object.assign(slot, { ...NO_LINK, linkState: 'pending' });
    await this.slots.update(slot.accountId, slot.id, { ...NO_LINK, linkState: 'pending' });
  }

  /** After somebody came or left: a link that is wanted and not there is pending, one nobody needs is released. */
  async refreshWish(accountId: string, slotId: string): Promise<void> {
    const found = await this.read(accountId, slotId);
    if (!found) return;
    const { slot, wanted } = found;
    const absent = slot.linkState === 'none' || slot.linkState === 'released';
    if (wanted && absent) await this.slots.update(accountId, slotId, { ...NO_LINK, linkState: 'pending' });
    const past = slot.startsAt <= this.clock.now();
    if (!wanted && !absent && !past) {
      await this.slots.update(accountId, slotId, { ...NO_LINK, linkState: 'released' });
    }
  }

  /**
   * Writes what the reconciler found out, and tells everybody who sits in the slot. A slot that wants no link any more
   * keeps what it has.
   */
  async settle(accountId: string, slotId: string, link: SettledLink): Promise<void> {
    await this.db.transaction(async () => {
      const found = await this.lock(accountId, slotId);
      if (!found?.wanted) return;
      const { slot } = found;
      const next = {
        linkState: link.state,
        linkJoinUrl: link.joinUrl ?? null,
        linkZoomMeetingId: link.zoomMeetingId ?? null,
        linkPasscode: link.passcode ?? null,
        linkParkedUntil: link.parkedUntil ?? null,
        linkReason: link.reason ?? null,
        linkUnmanaged: link.unmanaged ?? false,
      };
      if (sameLink(slot, next)) return;
      await this.slots.update(accountId, slotId, next);
      for (const appointment of await this.appointments.lockSeatedIn(accountId, slotId)) {
        await this.facts.tell(appointment, slot, next);
      }
    });
  }

  private async withSeats(slot: SlotRow): Promise<SlotForMeeting> {
    const seated = await this.appointments.seatedIn(slot.accountId, slot.id);
    const needing = seated.filter(
      (appointment) => appointment.status !== 'new' && placeOf(appointment, slot).kind === 'zoom',
    );
    const wanted = slot.live && needing.length > 0 && slot.endsAt > this.clock.now();
    return { slot, wanted, appointmentIds: seated.map(({ id }) => id) };
  }
}

/** Where an appointment takes place: its own override, else what its slot was opened with. */
export function placeOf(
  appointment: Pick<AppointmentRow, 'location'>,
  slot: Pick<SlotRow, 'location'>,
): MeetingLocation {
  return appointment.location ?? slot.location;
}

function sameLink(slot: SlotRow, next: Partial<SlotRow>): boolean {
  return Object.entries(next).every(
    ([column, value]) => JSON.stringify(slot[column as keyof SlotRow]) === JSON.stringify(value),
  );
}
