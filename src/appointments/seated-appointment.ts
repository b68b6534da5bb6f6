import { Injectable } from '@nestjs/common';
import { NotFound } from '../platform/http';
import { AppointmentRow } from './appointment.entity';
import { AppointmentStore } from './appointment.store';
import type { SlotHostRow } from './slot-host.entity';
import type { SlotRow } from './slot.entity';
import { SlotStore } from './slot.store';

export interface LockedAppointment {
  appointment: AppointmentRow;
  slot: SlotRow;
  hosts: SlotHostRow[];
}

/** Locks an appointment with its slot and the slot's hosts, in the one order. */
@Injectable()
export class SeatedAppointment {
  constructor(
    private readonly appointments: AppointmentStore,
    private readonly slots: SlotStore,
  ) {}

  /** As it is now, without locks. @throws NotFound */
  async read(accountId: string, id: string): Promise<LockedAppointment> {
    const appointment = await this.appointments.find(accountId, id);
    const slot = appointment && (await this.slots.find(accountId, appointment.slotId));
    if (!slot) throw NotFound('There is no such appointment.');
    return { appointment, slot, hosts: await this.slots.hostsOf(accountId, [slot.id]) };
  }

  /** Locks the hosts of the slot it sits in, then the rows. @throws NotFound */
  async lock(accountId: string, id: string): Promise<LockedAppointment> {
    const { slot, hosts } = await this.read(accountId, id);
    await this.slots.lockHosts(hosts.map(({ hostId }) => hostId));
    const locked = await this.lockRows(accountId, id, slot.id);
    // It moved while we waited: its other slot has other hosts.
    return locked ?? this.lock(accountId, id);
  }

  /** Locks slot, then appointment. The hosts are locked already. @returns null when it sits elsewhere by now */
  async lockRows(accountId: string, id: string, slotId: string): Promise<LockedAppointment | null> {
    const slot = await this.slots.lock(accountId, slotId);
    const appointment = await this.appointments.lock(accountId, id);
    if (!slot || !appointment) throw NotFound('There is no such appointment.');
    if (appointment.slotId !== slotId) return null;
    return { appointment, slot, hosts: await this.slots.hostsOf(accountId, [slotId]) };
  }
}
