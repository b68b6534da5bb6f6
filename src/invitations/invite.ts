import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { CurrentAppointment } from './current-appointment';
import { InviteToSeries } from './invite-to-series';
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
    private readonly series: InviteToSeries,
  ) {}

  /** @param until the end of a wait for the link, when that is why it runs */
  run(accountId: string, appointmentId: string, until: string | null = null): Promise<void> {
    return this.db.transaction(async () => {
      // Of a series just booked people hear once, of all its appointments together.
      if (await this.series.tells(accountId, appointmentId, until)) return;
      const view = await this.appointments.lock(accountId, appointmentId);
      const owed = await this.people.owed(view);
      const lacksLink = owed.some(({ shall }) => shall?.place.link === 'pending');
      if (lacksLink && (await this.patience.lasts(accountId, appointmentId, until))) return;
      await this.patience.end(accountId, appointmentId);
      await this.people.tell(view, owed);
    });
  }
}
