import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Events, Intents } from '../platform/events';
import { Signals } from '../platform/signals';
import { AppointmentRow } from './appointment.entity';
import { AppointmentStore } from './appointment.store';
import { AppointmentLinkChanged, AppointmentLinkSettled } from './appointments.events';
import type { LinkNeed } from './link-need.rules';
import { LinksWished } from './link.intents';
import type { LinkState } from './link.rules';
import type { ShownLink } from './own-link.rules';

/** The topic on which a change of a slot's link is signalled. */
export const linkTopic = (slotId: string) => `link:${slotId}`;

interface LinkChange {
  appointment: AppointmentRow;
  slotId: string;
  change: { before: LinkState; state: LinkState; reason: 'wanted' | 'shared' | 'left' };
}

/** Says that a link changed, once per appointment. */
@Injectable()
export class LinkFacts {
  constructor(
    private readonly appointments: AppointmentStore,
    private readonly events: Events,
    private readonly intents: Intents,
    private readonly signals: Signals,
    private readonly clock: Clock,
  ) {}

  async tell(
    appointment: AppointmentRow,
    slotId: string,
    { before, after }: { before: ShownLink; after: ShownLink },
  ): Promise<void> {
    await this.appointments.save(appointment, this.clock.now());
    await this.events.publish(
      AppointmentLinkSettled,
      { accountId: appointment.accountId, aggregateId: appointment.id, aggregateVersion: appointment.version },
      {
        appointmentId: appointment.id,
        slotId,
        state: after.state,
        before: before.state,
        joinUrlChanged: before.joinUrl !== after.joinUrl,
        reason: after.reason,
      },
    );
    await this.signals.send(linkTopic(slotId));
  }

  /** New slots ask for links of their own. */
  async wished(needs: LinkNeed[]): Promise<void> {
    if (needs.length > 0) await this.intents.announce(LinksWished, { needs });
  }

  /** They ask for the links of slots, share them, or gave them up. */
  async changed(changes: LinkChange[]): Promise<void> {
    await this.events.publishAll(
      AppointmentLinkChanged,
      changes.map(({ appointment: { accountId, id, version }, slotId, change }) => ({
        about: { accountId, aggregateId: id, aggregateVersion: version },
        payload: { appointmentId: id, slotId, ...change },
      })),
    );
  }
}
