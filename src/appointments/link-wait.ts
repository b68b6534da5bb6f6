import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config';
import { Intents } from '../platform/events';
import { ImprovingAnswer } from '../platform/http';
import { Signals } from '../platform/signals';
import { AppointmentRow } from './appointment.entity';
import { AppointmentReader, AppointmentView, ShownAppointment } from './appointment.reader';
import type { Booked } from './book-appointment';
import { linkTopic } from './link-facts';
import { LinkAwaited } from './link.intents';
import { locationJson } from './present-appointment';
import { SlotStore } from './slot.store';

/** Lets an answer wait a moment for its link, so that the guest normally sees it at once. */
@Injectable()
export class LinkWait {
  constructor(
    private readonly reader: AppointmentReader,
    private readonly slots: SlotStore,
    private readonly intents: Intents,
    private readonly signals: Signals,
    private readonly config: Config,
  ) {}

  /** @param booked what is known of it, when it was booked just now */
  async answer<Body>(
    { accountId, id }: AppointmentRow,
    present: (view: ShownAppointment) => Body,
    booked?: Omit<Booked, 'row'>,
  ): Promise<ImprovingAnswer<Body>> {
    const view = booked?.view ?? (await this.reader.one(accountId, id));
    const first = present(view);
    if (locationJson(view).state !== 'pending') return new ImprovingAnswer(first, () => Promise.resolve(first));
    return new ImprovingAnswer(first, async () => {
      const { leadUserId: hostUserId } = view.slot;
      if (booked?.opened && hostUserId !== null && this.config.linkWaitMs > 0)
        await this.intents.announce(LinkAwaited, { hostUserId });
      return present(await this.settled(view));
    });
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
  private async settled(view: ShownAppointment): Promise<ShownAppointment> {
    const { accountId } = view.appointment;
    const deadline = performance.now() + this.config.linkWaitMs;
    for (;;) {
      const left = deadline - performance.now();
      // Subscribed before the row is read, so that no signal falls between.
      const signal = this.signals.wait(linkTopic(view.slot.id), Math.max(0, left));
      const slot = await this.slots.find(accountId, view.slot.id);
      if (slot?.linkState !== 'pending' || left <= 0) {
        // The appointment may have left that slot meanwhile, or wait for a link of its own.
        const now = await this.reader.again(view, slot);
        if (locationJson(now).state !== 'pending' || now.slot.id !== view.slot.id || left <= 0) return now;
      }
      await signal;
    }
  }
}
