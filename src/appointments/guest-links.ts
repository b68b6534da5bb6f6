import { Injectable } from '@nestjs/common';
import { Addresses } from '../platform/config';
import { Secrets } from '../platform/crypto';
import { NotFound, isId } from '../platform/http';
import type { AppointmentRow } from './appointment.entity';
import { AppointmentStore } from './appointment.store';

export interface Links {
  manage: string;
  reschedule: string;
  cancel: string;
  /** The lasting link: it opens the current meeting, whatever became of earlier ones. Safe to forward. */
  join: string;
}

type Purpose = 'manage' | 'join';

/**
 * Links that any later message can print again: derived from the appointment, not stored. Whoever has `join` may join;
 * only `manage` (the publicToken) may change anything.
 */
@Injectable()
export class GuestLinks {
  constructor(
    private readonly secrets: Secrets,
    private readonly addresses: Addresses,
    private readonly appointments: AppointmentStore,
  ) {}

  publicToken(appointment: AppointmentRow): string {
    return this.token('manage', appointment);
  }

  linksOf(appointment: AppointmentRow): Links {
    const base = `${this.addresses.publicUrl}/a/${this.publicToken(appointment)}`;
    const join = `${this.addresses.publicUrl}/join/${this.token('join', appointment)}`;
    return { manage: base, reschedule: `${base}/reschedule`, cancel: `${base}/cancel`, join };
  }

  /** @throws NotFound for a token that is not ours, of another purpose, or of an older generation */
  async appointmentOf(token: string, purpose: Purpose): Promise<AppointmentRow> {
    const [id = '', ...mac] = token.split('.');
    const row = isId(id) ? await this.appointments.findAnywhere(id) : null;
    const ours = row && this.secrets.macMatches(mac.join('.'), `guest-${purpose}`, row.id, row.linkGeneration);
    if (!ours || row.hiddenAt !== null) throw NotFound('This link leads nowhere, or not any more.');
    return row;
  }

  private token(purpose: Purpose, { id, linkGeneration }: AppointmentRow): string {
    return `${id}.${this.secrets.mac(`guest-${purpose}`, id, linkGeneration)}`;
  }
}
