import { Injectable } from '@nestjs/common';
import { AppointmentReader, AppointmentView, SlotLinks, locationJson } from '../appointments';
import { Clock } from '../platform/clock';
import { LinkPatience } from './link-patience';
import { TellOfSeries } from './tell-of-series';

/** Invites to a series just booked: one letter for all its appointments, once their links are there or it is late. */
@Injectable()
export class InviteToSeries {
  constructor(
    private readonly reader: AppointmentReader,
    private readonly slots: SlotLinks,
    private readonly patience: LinkPatience,
    private readonly tell: TellOfSeries,
    private readonly clock: Clock,
  ) {}

  /**
   * In a transaction. @returns whether the appointment is one of a series nobody has heard of yet, whose letter is now
   * written or waits for links @param until the end of a wait, when that is why it is asked
   */
  async tells(accountId: string, appointmentId: string, until: string | null): Promise<boolean> {
    const seriesId = await this.reader.seriesOf(accountId, appointmentId);
    if (seriesId === null) return false;
    const views = await this.lock(accountId, seriesId);
    const ids = views.map(({ appointment }) => appointment.id).sort();
    const [anchor] = ids;
    if (anchor === undefined || (await this.tell.wasTold(accountId, ids))) return false;
    const now = this.clock.now();
    const ahead = views.filter(({ appointment, slot }) => appointment.notify && slot.endsAt > now);
    const lacksLink = ahead.some((view) => locationJson(view).state === 'pending');
    if (lacksLink && (await this.patience.lasts(accountId, anchor, until))) return true;
    await this.patience.end(accountId, anchor);
    await this.tell.run(seriesId, ahead);
    return true;
  }

  /** All of the series, under the locks of their slots. */
  private async lock(accountId: string, seriesId: string): Promise<AppointmentView[]> {
    for (;;) {
      const slotIds = slotIdsOf(await this.reader.ofSeries(accountId, seriesId));
      await this.slots.lockAll(accountId, slotIds);
      const views = await this.reader.ofSeries(accountId, seriesId);
      if (slotIdsOf(views).every((id) => slotIds.includes(id))) return views;
    }
  }
}

function slotIdsOf(views: AppointmentView[]): string[] {
  return views.map(({ slot }) => slot.id);
}
