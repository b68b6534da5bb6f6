import { Injectable } from '@nestjs/common';
import { parseInstant } from '#libs/time';
import { AppointmentView, SlotTaken, isSeated } from '../appointments';
import { Calendars } from '../calendars';
import { Form, ImprovingAnswer, Invalid, Problem, RefusedPage, textOf } from '../platform/http';
import { cancelPage, refusalPage, reschedulePage } from './change-pages';
import { GuestChanges } from './guest-changes';
import { GuestView } from './guest-view';
import { managePage } from './manage-page';
import { SeeOther, seeOther, seeOtherAfter } from './see-other';
import { SlotOffer } from './slot-offer';
import { zoneOr } from './zones';

/** What stands behind a `?` in a page's address; people's mail programs add to it. */
export type PageAsk = Record<string, unknown>;

const MAX_REASON = 1_000;

/** The plain pages of one appointment. */
@Injectable()
export class GuestPages {
  constructor(
    private readonly view: GuestView,
    private readonly changes: GuestChanges,
    private readonly calendars: Calendars,
    private readonly offers: SlotOffer,
  ) {}

  async manage(token: string, { done }: PageAsk): Promise<string> {
    const view = await this.view.ofManageLink(token);
    return managePage({ view, json: this.view.json(view), done });
  }

  async rescheduleForm(token: string, ask: PageAsk, again: { chosen?: string; refused?: string } = {}) {
    const view = await this.view.ofManageLink(token);
    this.assertMay(view, 'canReschedule');
    const { accountId, id, calendarId, timezone } = view.appointment;
    const bookable = await this.calendars.forBooking(accountId, calendarId);
    const zone = zoneOr(ask.timezone, timezone);
    const offer = await this.offers.of(bookable, { from: ask.from, timezone: zone, rescheduleOf: id });
    return reschedulePage({ view, token, offer, ...again });
  }

  /** @throws RefusedPage, the form again */
  async reschedule(token: string, ask: PageAsk, form: Form): Promise<ImprovingAnswer<SeeOther>> {
    const start = textOf(form, 'start') ?? '';
    const timezone = zoneOr(textOf(form, 'timezone'), '') || undefined;
    try {
      if (parseInstant(start) === null) throw Invalid('Choose a time first.');
      const moved = await this.changes.reschedule(token, { start, timezone });
      return seeOtherAfter(moved, `../${token}?done=moved`);
    } catch (problem) {
      const refused = refusalOf(problem);
      const again = await this.rescheduleForm(token, { ...ask, timezone }, { chosen: start, refused });
      throw new RefusedPage((problem as Problem).definition.status, again);
    }
  }

  async cancelForm(token: string): Promise<string> {
    const view = await this.view.ofManageLink(token);
    this.assertMay(view, 'canCancel');
    return cancelPage(view, token);
  }

  /** Cancelling what is cancelled already is no fault: people press buttons twice. @throws RefusedPage */
  async cancel(token: string, form: Form): Promise<SeeOther> {
    const view = await this.view.ofManageLink(token);
    if (isSeated(view.appointment.status)) {
      this.assertMay(view, 'canCancel');
      await this.changes.cancel(token, { reason: textOf(form, 'reason')?.slice(0, MAX_REASON) });
    }
    return seeOther(`../${token}`);
  }

  /** @throws RefusedPage */
  private assertMay(view: AppointmentView, right: 'canReschedule' | 'canCancel'): void {
    const json = this.view.json(view);
    if (!json[right].allowed) throw new RefusedPage(409, refusalPage(view, json, right));
  }
}

/** What a form can be sent again for, in a guest's words. Rethrows everything else. */
function refusalOf(problem: unknown): string {
  if (!(problem instanceof Problem)) throw problem;
  if (problem.is(SlotTaken)) return 'Somebody else has just taken that time. Choose another.';
  if (problem.is(Invalid)) return problem.detail;
  if (problem.definition.status !== 409 && problem.definition.status !== 422) throw problem;
  return 'That time is not offered any more. Choose another.';
}
