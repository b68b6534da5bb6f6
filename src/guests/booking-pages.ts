import { Injectable } from '@nestjs/common';
import { knownLocale } from '#libs/time';
import { PublicBooking, PublicBookingInput, SlotTaken } from '../appointments';
import { type Bookable, Calendars, PublicCalendarAnswer, toPublicCalendar } from '../calendars';
import { randomToken } from '../platform/crypto';
import { Form, ImprovingAnswer, Invalid, Problem, RefusedPage, textOf, validation } from '../platform/http';
import { type BookPage, bookPage, closedPage } from './book-page';
import { bookingOf } from './booking-form';
import type { PageAsk } from './guest-pages';
import { SeeOther, seeOtherAfter } from './see-other';
import { SlotOffer } from './slot-offer';
import { zoneOr } from './zones';

/** The plain page on which anybody books. */
@Injectable()
export class BookingPages {
  constructor(
    private readonly calendars: Calendars,
    private readonly offers: SlotOffer,
    private readonly booking: PublicBooking,
  ) {}

  async form(slug: string, ask: PageAsk, languages: string | undefined): Promise<string> {
    const bookable = await this.calendars.forPublicBooking(slug);
    const calendar = toPublicCalendar(bookable);
    return calendar.active ? this.page(bookable, ask, localeOf(languages)) : closedPage(calendar);
  }

  /** @throws RefusedPage, the form again with what was filled in */
  async book(
    slug: string,
    ask: PageAsk,
    form: Form,
    languages: string | undefined,
  ): Promise<ImprovingAnswer<SeeOther>> {
    const bookable = await this.calendars.forPublicBooking(slug);
    const calendar = toPublicCalendar(bookable);
    if (!calendar.active) throw new RefusedPage(409, closedPage(calendar));
    const locale = localeOf(languages);
    try {
      const booked = await this.booking.run(slug, await checked(bookingOf(calendar, form, locale)));
      return seeOtherAfter(booked, `../a/${booked.first.publicToken}?done=booked`);
    } catch (problem) {
      const said = refusalOf(problem);
      const zone = textOf(form, 'timezone');
      const again = await this.page(bookable, { ...ask, timezone: zone }, locale, { form, ...said });
      throw new RefusedPage(said.status, again);
    }
  }

  private async page(bookable: Bookable, ask: PageAsk, locale: string, before: Partial<BookPage> = {}) {
    const calendar: PublicCalendarAnswer = toPublicCalendar(bookable);
    const timezone = zoneOr(ask.timezone, calendar.timezone);
    const offer = await this.offers.of(bookable, { from: ask.from, timezone });
    return bookPage({ calendar, offer, locale, once: randomToken(), ...before });
  }
}

/** By the same rules as the JSON route. @throws Invalid */
function checked(booking: Record<string, unknown>): Promise<PublicBookingInput> {
  return validation.transform(booking, { type: 'body', metatype: PublicBookingInput }) as Promise<PublicBookingInput>;
}

/** What a form can be sent again for, in a guest's words. Rethrows everything else. */
function refusalOf(problem: unknown): Required<Pick<BookPage, 'refused' | 'faults'>> & { status: number } {
  if (!(problem instanceof Problem)) throw problem;
  const { status } = problem.definition;
  const faults = problem.extras.errors ?? [];
  if (problem.is(SlotTaken))
    return { status, faults, refused: 'Somebody else has just taken that time. Choose another.' };
  if (problem.is(Invalid)) {
    const noTime = faults.some(({ pointer }) => pointer === '/start');
    return {
      status,
      faults,
      refused: noTime ? 'Choose a time first.' : 'Something is missing, or not as it should be.',
    };
  }
  if (status !== 409 && status !== 422) throw problem;
  return { status, faults, refused: 'That time is not offered any more. Choose another.' };
}

/** The first language of an Accept-Language header. */
function localeOf(languages: string | undefined): string {
  return knownLocale(languages?.split(/[,;]/)[0]?.trim().slice(0, 35) ?? null);
}
