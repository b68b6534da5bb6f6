import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Contacts } from '../contacts';
import type { AppointmentRow } from './appointment.entity';
import { AppointmentStore } from './appointment.store';
import { LinkFacts } from './link-facts';
import type { LinkNeed } from './link-need.rules';
import { type OwnLink, linkFor } from './own-link.rules';
import { wishes } from './wish.rules';
import type { SlotRow } from './slot.entity';

/** Somebody who needs a link of their own. */
export interface Participant {
  appointment: AppointmentRow;
  slot: SlotRow;
  /** In lower case. */
  email: string;
  name: string;
}

/** The links that participants have for themselves. In transactions that have locked the slots. */
@Injectable()
export class OwnLinks {
  constructor(
    private readonly appointments: AppointmentStore,
    private readonly contacts: Contacts,
    private readonly facts: LinkFacts,
  ) {}

  /** Who needs one in the slots a meeting is needed for. */
  async participants({ accountId, appointmentIds, slots }: LinkNeed): Promise<Participant[]> {
    await this.appointments.lockAll(accountId, appointmentIds);
    const rows = await this.appointments.byIds(accountId, appointmentIds);
    const contacts = await this.contacts.byIds(accountId, [...new Set(rows.map(({ contactId }) => contactId))]);
    return rows.flatMap((appointment) => {
      const slot = slots.find(({ id }) => id === appointment.slotId);
      const person = appointment.booker ?? contacts.get(appointment.contactId);
      if (!slot || !person || !wishes(appointment, slot)) return [];
      return [{ appointment, slot, email: person.email.toLowerCase(), name: person.name }];
    });
  }

  /** Writes down what became of a participant's link, and tells them when that is news. */
  async settle({ appointment, slot }: Participant, own: OwnLink): Promise<void> {
    if (isDeepStrictEqual(appointment.ownLink, own)) return;
    const before = linkFor(appointment, slot);
    appointment.ownLink = own;
    await this.facts.tell(appointment, slot.id, { before, after: linkFor(appointment, slot) });
  }
}
