import type { AppointmentView } from '../appointments';
import { html, Html } from '../platform/http';

/** The way to a new appointment after a cancelled one, from a page one folder deep. */
export function again({ calendar }: AppointmentView): Html {
  if (!calendar.active || calendar.deletedAt !== null) return html`<p>Ask the host for another time.</p>`;
  return html`<p><a class="button" href="../book/${calendar.slug}">Book another time</a></p>`;
}
