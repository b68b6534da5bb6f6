import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { sqlState } from '../platform/database';
import { AppointmentStore } from './appointment.store';
import { SlotShared, SlotTaken } from './appointments.problems';
import type { LockedAppointment } from './seated-appointment';
import { SlotStore } from './slot.store';

const BUSY = 'A host is busy until then.';

/** Makes a slot that one appointment has to itself longer or shorter, or names it anew. Under its hosts' locks. */
@Injectable()
export class MoveEnd {
  constructor(
    private readonly slots: SlotStore,
    private readonly appointments: AppointmentStore,
    private readonly clock: Clock,
  ) {}

  /** @returns whether it moved @throws SlotShared, SlotTaken */
  async run(locked: LockedAppointment, end: number): Promise<boolean> {
    const { appointment, slot, hosts } = locked;
    if (slot.endsAt.getTime() === end) return false;
    if (!(await this.isAlone(locked))) throw SlotShared('Others sit in this slot; its end stays.');
    const hostIds = hosts.map(({ hostId }) => hostId);
    await this.slots.closeExpired(hostIds, this.clock.now());
    slot.endsAt = new Date(end);
    try {
      const moved = await this.slots.moveEnd(appointment.accountId, slot.id, slot.endsAt);
      if (moved < hostIds.length) throw SlotTaken(BUSY);
    } catch (error) {
      if (sqlState(error) === '23P01') throw SlotTaken(BUSY);
      throw error;
    }
    return true;
  }

  /** A slot for one carries the title of its appointment; a shared one never does. */
  async retitle(locked: LockedAppointment): Promise<void> {
    const { appointment, slot } = locked;
    const alone = slot.capacity === 1 && (await this.isAlone(locked));
    if (alone) await this.slots.update(appointment.accountId, slot.id, { topic: appointment.title });
  }

  /** Whether nobody else sits in the slot or holds a seat in it. */
  private async isAlone({ appointment, slot }: LockedAppointment): Promise<boolean> {
    const others = await this.appointments.othersIn(appointment.accountId, slot.id, appointment.id);
    return !others && (await this.slots.holdsIn(appointment.accountId, slot.id, this.clock.now())) === 0;
  }
}
