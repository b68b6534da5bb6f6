import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { CurrentAppointment } from './current-appointment';
import { LinkPatience } from './link-patience';
import { TellPeople } from './tell-people';

/**
 * Tells everybody what they do not know yet about an appointment, as it stands now. Run again, it tells nobody
 * anything; run late, it tells only what is true by then.
 */
@Injectable()
export class Invite {
  constructor(
    private readonly db: Database,
    private readonly appointments: CurrentAppointment,
    private readonly patience: LinkPatience,
    private readonly people: TellPeople,
    private readonly clock: Clock,
  ) {}

  /** @param until the end of a wait for the link, when that is why it runs */
  run(accountId: string, appointmentId: string, until: string | null = null): Promise<void> {
    return this.db.transaction(async () => {
      const view = await this.appointments.lock(accountId, appointmentId);
      const past = view.slot.endsAt <= this.clock.now();
      const owed = past || !view.appointment.notify ? [] : await this.people.owed(view);
      const lacksLink = owed.some(({ shall }) => shall?.place.link === 'pending');
      if (lacksLink && (await this.patience.lasts(accountId, appointmentId, until))) return;
      await this.patience.end(accountId, appointmentId);
      await this.people.tell(view, owed);
    });
  }
}
