import type { AppointmentView, PublicAppointmentJson } from '../appointments';
import { Html, html, page } from '../platform/http';
import { Chooser, otherWeeks, slotChooser, zoneChooser } from './slot-chooser';
import { Times, zoneName } from './times';

export interface ReschedulePage extends Pick<Chooser, 'offer' | 'chosen'> {
  view: AppointmentView;
  token: string;
  /** Why the appointment was not moved. */
  refused?: string;
}

/** Lists where an appointment can move to. */
export function reschedulePage({ view, token, offer, chosen, refused }: ReschedulePage): string {
  const { locale } = view.appointment;
  const slots = slotChooser({ offer, locale, chosen, except: view.slot.startsAt.toISOString() });
  const body = html`${refused !== undefined && html`<p class="note" role="alert">${refused}</p>`}
    <p><strong>${view.calendar.name}</strong> is now on ${whenOf(view, offer.timezone)}.</p>
    ${zoneChooser(offer)}
    <form method="post">
      <input type="hidden" name="timezone" value="${offer.timezone}" />
      ${slots} ${offer.days.length > 0 && html`<p class="bar"><button class="main">Move it to this time</button></p>`}
    </form>
    ${otherWeeks(offer)} ${back(token)}`;
  return page('Choose another time', body.text);
}

/** Asks before it cancels. */
export function cancelPage(view: AppointmentView, token: string): string {
  const body = html`<p><strong>${view.calendar.name}</strong>, ${whenOf(view, view.appointment.timezone)}</p>
    <form method="post">
      <label for="reason">Would you like to say why? The host reads it. (optional)</label>
      <textarea id="reason" name="reason" rows="3" maxlength="1000"></textarea>
      <p><button class="main">Cancel the appointment</button></p>
    </form>
    ${back(token)}`;
  return page('Cancel this appointment?', body.text);
}

const REFUSALS: Readonly<Record<string, string>> = {
  cancelled: 'This appointment is cancelled already.',
  'not-offered': 'Guests cannot change this themselves. Ask the host.',
};

/** Says why a guest may not do this. */
export function refusalPage(
  view: AppointmentView,
  { publicToken, ...rights }: PublicAppointmentJson,
  right: 'canReschedule' | 'canCancel',
): string {
  const { reason, until } = rights[right];
  const { timezone, locale } = view.appointment;
  const why =
    until === null
      ? html`${REFUSALS[reason ?? ''] ?? 'Ask the host.'}`
      : html`This was possible until ${new Times(timezone, locale).moment(new Date(until))}. If you cannot make it, tell
        the host.`;
  const title = right === 'canReschedule' ? 'It cannot be moved here' : 'It cannot be cancelled here';
  return page(
    title,
    html`<p>${why}</p>
      ${back(publicToken)}`.text,
  );
}

function whenOf({ appointment, slot }: AppointmentView, timezone: string): Html {
  const span = new Times(timezone, appointment.locale).span(slot.startsAt, slot.endsAt);
  return html`${span}, ${zoneName(timezone, slot.startsAt)}`;
}

/** From a page below the appointment's own. */
function back(token: string): Html {
  return html`<p><a class="button" href="../${token}">Back to the appointment</a></p>`;
}
