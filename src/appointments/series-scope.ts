import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Invalid } from '../platform/http';
import { AppointmentStore } from './appointment.store';
import { ChangedMeanwhile } from './appointments.problems';
import { type LockedAppointment, SeatedAppointment } from './seated-appointment';
import type { Scope } from './series.rules';
import { SlotStore } from './slot.store';

/** Which appointments of a series an act concerns. */
export interface ScopeAsk {
  accountId: string;
  /** The appointment it is asked of. */
  id: string;
  scope: Exclude<Scope, 'this'>;
  /** Only those this user hosts, alone or with others. */
  hostedBy?: string;
}

export interface Scoped {
  asked: LockedAppointment;
  seriesId: string;
  /** Those that lie ahead and still stand, soonest first: of the whole series, or from the one asked of. */
  concerned: LockedAppointment[];
}

/** Finds and locks the appointments of a series that are moved or cancelled together. */
@Injectable()
export class SeriesScope {
  constructor(
    private readonly seated: SeatedAppointment,
    private readonly appointments: AppointmentStore,
    private readonly slots: SlotStore,
    private readonly clock: Clock,
  ) {}

  /** As it is now, without locks. @throws NotFound, Invalid for an appointment that belongs to no series */
  async read({ accountId, id, scope, hostedBy }: ScopeAsk): Promise<Scoped> {
    const asked = await this.seated.read(accountId, id);
    const { seriesId } = asked.appointment;
    if (seriesId === null) {
      const detail = 'must be this: the appointment belongs to no series';
      throw Invalid(`scope: ${detail}`, { errors: [{ pointer: '/scope', detail }] });
    }
    const from = scope === 'following' ? asked.slot.startsAt : undefined;
    const rows = await this.appointments.upcoming(accountId, seriesId, { after: this.clock.now(), from, hostedBy });
    const slotIds = rows.map(({ slotId }) => slotId);
    const slots = new Map((await this.slots.byIds(accountId, slotIds)).map((slot) => [slot.id, slot]));
    const hosts = await this.slots.hostsOf(accountId, slotIds);
    const concerned = rows.flatMap((appointment): LockedAppointment[] => {
      const slot = slots.get(appointment.slotId);
      return slot ? [{ appointment, slot, hosts: hosts.filter(({ slotId }) => slotId === slot.id) }] : [];
    });
    return { asked, seriesId, concerned };
  }

  /**
   * Locks what was read, slots before appointments, and reads it again. The hosts are locked already.
   * @throws ChangedMeanwhile when something has come in that was not locked
   */
  async lockRows(ask: ScopeAsk, before: Scoped): Promise<Scoped> {
    const known = [before.asked, ...before.concerned];
    await this.slots.lockAll(
      ask.accountId,
      known.map(({ slot }) => slot.id),
    );
    await this.appointments.lockAll(
      ask.accountId,
      known.map(({ appointment }) => appointment.id),
    );
    const now = await this.read(ask);
    const slotOf = new Map(known.map(({ appointment, slot }) => [appointment.id, slot.id]));
    const locked = [now.asked, ...now.concerned].every(
      ({ appointment, slot }) => slotOf.get(appointment.id) === slot.id,
    );
    if (!locked) throw ChangedMeanwhile('Somebody else moved an appointment of the series; look again.');
    return now;
  }
}

/** Whom their slots occupy. */
export function occupiedBy({ asked, concerned }: Scoped): string[] {
  return [...new Set([asked, ...concerned].flatMap(({ hosts }) => hosts.map(({ hostId }) => hostId)))];
}
