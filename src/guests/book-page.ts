import { durationMs, parseDuration } from '#libs/time';
import type { PublicCalendarAnswer } from '../calendars';
import { type Field, type Filled, Html, html, inputOf, page, textArea, textOf } from '../platform/http';
import { questionField } from './question-field';
import { otherWeeks, slotChooser, zoneChooser } from './slot-chooser';
import type { Offer } from './slot-offer';

export interface BookPage extends Filled {
  calendar: PublicCalendarAnswer;
  offer: Offer;
  locale: string;
  /** Makes this rendering of the form act once. */
  once: string;
  refused?: string;
}

/** The free slots of a calendar and what the host wants to know, in one form. */
export function bookPage(asked: BookPage): string {
  const { calendar, offer, locale, once, form, refused } = asked;
  const chosen = textOf(form, 'start');
  const body = html`${refused !== undefined && html`<p class="note" role="alert">${refused}</p>`} ${lengthOf(calendar)}
    ${zoneChooser(offer)}
    <form method="post">
      <input type="hidden" name="once" value="${once}" />
      <input type="hidden" name="timezone" value="${offer.timezone}" />
      <h2>When</h2>
      ${slotChooser({ offer, locale, chosen })} ${otherWeeks(offer)}
      ${
        offer.days.length > 0 &&
        html`<h2>Who</h2>
          ${fieldsOf(calendar, asked)}
          <p><button class="main">Book</button></p>`
      }
    </form>`;
  return page(calendar.name, body.text);
}

function lengthOf({ slotDuration }: PublicCalendarAnswer): Html | false {
  const duration = parseDuration(slotDuration);
  return duration !== null && html`<p>${durationMs(duration) / 60_000} minutes</p>`;
}

/** Instead, when there is nothing to book. */
export function closedPage({ name }: PublicCalendarAnswer): string {
  return page(name, html`<p>This calendar takes no bookings at the moment.</p>`.text);
}

function fieldsOf(calendar: PublicCalendarAnswer, asked: BookPage): Html {
  const { locationKinds: kinds } = calendar;
  const phone = { name: 'phone', label: 'Phone', pointer: '/contact/phone', type: 'tel', autocomplete: 'tel' } as const;
  const called = kinds.includes('phone');
  const fields: Field[] = [
    { name: 'name', label: 'Name', pointer: '/contact/name', autocomplete: 'name', max: 200 },
    { name: 'email', label: 'E-mail', pointer: '/contact/email', type: 'email', autocomplete: 'email', max: 254 },
    ...(called || kinds.includes('ask_booker') ? [{ ...phone, max: 40, optional: !called || kinds.length > 1 }] : []),
  ];
  return html`${fields.map((field) => inputOf(field, asked))} ${kinds.includes('ask_booker') && placeFields(asked)}
  ${calendar.questions.map((question) => questionField(question, asked))}
  ${textArea({ name: 'notes', label: 'Anything the host should know?', pointer: '/notes', max: 5_000, optional: true }, asked)}`;
}

function placeFields(asked: BookPage): Html {
  const kinds = [
    ['address', 'At an address'],
    ['phone', 'By phone'],
    ['custom', 'Elsewhere, or a link'],
  ] as const;
  const before = textOf(asked.form, 'placeKind');
  const options = kinds.map(
    ([kind, label]) => html`<option value="${kind}" ${kind === before && html`selected`}>${label}</option>`,
  );
  const optional = asked.calendar.locationKinds.length > 1;
  const place: Field = { name: 'place', label: 'Address, number or link', pointer: '/location', max: 2_000, optional };
  return html`<label for="placeKind">Where would you like to meet?</label>
    <select id="placeKind" name="placeKind">
      ${options}
    </select>
    ${inputOf(place, asked)}`;
}
