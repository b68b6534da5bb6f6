import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config';
import { ImprovingAnswer } from '../platform/http';
import { Signals } from '../platform/signals';
import { AppointmentRow } from './appointment.entity';
import { AppointmentReader, AppointmentView, ShownAppointment } from './appointment.reader';
import { linkTopic } from './link-facts';
import { locationJson } from './present-appointment';
import { SlotStore } from './slot.store';

/** Lets an answer wait a moment for its link, so that the guest normally sees it at once. */
@Injectable()
export class LinkWait {
  constructor(
    private readonly reader: AppointmentReader,
    private readonly slots: SlotStore,
    private readonly signals: Signals,
    private readonly config: Config,
  ) {}

  /** @param known the appointment with everything around it, when it need not be read */
  async answer<Body>(
    { accountId, id }: AppointmentRow,
    present: (view: ShownAppointment) => Body,
    known?: ShownAppointment | null,
  ): Promise<ImprovingAnswer<Body>> {
    const view = known ?? (await this.reader.one(accountId, id));
    const first = present(view);
    if (locationJson(view).state !== 'pending') return new ImprovingAnswer(first, () => Promise.resolve(first));
    return new ImprovingAnswer(first, async () => present(await this.settled(view)));
  }

  /** The same for several, soonest first: only the first one's link is waited for. */
  async answerAll<Body>(
    accountId: string,
    ids: string[],
    present: (views: AppointmentView[]) => Body,
  ): Promise<ImprovingAnswer<Body>> {
    const views = await this.reader.many(accountId, ids);
    const [soonest] = views;
    const first = present(views);
    if (!soonest || locationJson(soonest).state !== 'pending') {
      return new ImprovingAnswer(first, () => Promise.resolve(first));
    }
    return new ImprovingAnswer(first, async () => {
      await this.settled(soonest);
      return present(await this.reader.many(accountId, ids));
    });
  }

  /** The same view once its link is settled, or as it is when the time is up. */
  private async settled(view: ShownAppointment): Promise<AppointmentView> {
    const { accountId, id } = view.appointment;
    const deadline = performance.now() + this.config.linkWaitMs;
    for (;;) {
      const left = deadline - performance.now();
      // Subscribed before the row is read, so that no signal falls between.
      const signal = this.signals.wait(linkTopic(view.slot.id), Math.max(0, left));
      const slot = await this.slots.find(accountId, view.slot.id);
      if (slot?.linkState !== 'pending' || left <= 0) {
        // The appointment may have left that slot meanwhile, or wait for a link of its own, so it is read whole.
        const now = await this.reader.one(accountId, id);
        if (locationJson(now).state !== 'pending' || now.slot.id !== view.slot.id || left <= 0) return now;
      }
      await signal;
    }
  }
}
