import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Events } from '../platform/events';
import { Signals } from '../platform/signals';
import { AppointmentRow } from './appointment.entity';
import { AppointmentStore } from './appointment.store';
import { AppointmentLinkSettled } from './appointments.events';
import { SlotRow } from './slot.entity';

/** The topic on which a change of a slot's link is signalled. */
export const linkTopic = (slotId: string) => `link:${slotId}`;

/** Says that a link changed, once per appointment. */
@Injectable()
export class LinkFacts {
  constructor(
    private readonly appointments: AppointmentStore,
    private readonly events: Events,
    private readonly signals: Signals,
    private readonly clock: Clock,
  ) {}

  async tell(
    appointment: AppointmentRow,
    before: SlotRow,
    after: Pick<SlotRow, 'linkState' | 'linkJoinUrl' | 'linkReason'>,
  ): Promise<void> {
    await this.appointments.save(appointment, this.clock.now());
    await this.events.publish(
      AppointmentLinkSettled,
      { accountId: appointment.accountId, aggregateId: appointment.id, aggregateVersion: appointment.version },
      {
        appointmentId: appointment.id,
        slotId: before.id,
        state: after.linkState,
        before: before.linkState,
        joinUrlChanged: before.linkJoinUrl !== after.linkJoinUrl,
        reason: after.linkReason,
      },
    );
    await this.signals.send(linkTopic(before.id));
  }
}
