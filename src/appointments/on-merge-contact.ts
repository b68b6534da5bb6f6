import { Injectable } from '@nestjs/common';
import { type ContactMerge, MergeContact } from '../contacts';
import { Clock } from '../platform/clock';
import { AnswersIntent, Events, IntentAnswer } from '../platform/events';
import { AppointmentStore } from './appointment.store';
import { AppointmentChanged } from './appointments.events';

/** Whatever a merged contact booked, past or still to come, belongs to the one it was merged into. */
@AnswersIntent(MergeContact)
@Injectable()
export class OnMergeContact implements IntentAnswer<ContactMerge> {
  constructor(
    private readonly appointments: AppointmentStore,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async answer({ accountId, merged, intoId }: ContactMerge): Promise<void> {
    const moved = await this.appointments.moveToContact(merged, intoId, this.clock.now());
    await this.events.publishAll(
      AppointmentChanged,
      moved.map(({ id, slotId, version }) => ({
        about: { accountId, aggregateId: id, aggregateVersion: version },
        payload: { appointmentId: id, slotId, fields: ['contact'] },
      })),
    );
  }
}
