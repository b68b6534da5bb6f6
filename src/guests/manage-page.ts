import {
  type AppointmentView,
  type MeetingLocationJson,
  type PublicAppointmentJson,
  answerText,
  isSeated,
} from '../appointments';
import { Html, html, page } from '../platform/http';
import { again } from './again';
import { placeText } from './place';
import { Times, zoneName } from './times';

/** What a guest has just done, as `?done=` says it after the way back from a form. */
const DONE: Readonly<Record<string, string>> = {
  booked: 'You are booked.',
  moved: 'Your appointment has moved. This is the new time.',
};

export interface ManagePage {
  view: AppointmentView;
  json: PublicAppointmentJson;
  done?: unknown;
}

/** Everything about an appointment that its guest may know, and what they may do. */
export function managePage({ view, json, done }: ManagePage): string {
  const over = !isSeated(json.status);
  const happened = !over && typeof done === 'string' && Object.hasOwn(DONE, done) ? DONE[done] : undefined;
  const body = html`${happened !== undefined && html`<p class="note" role="status">${happened}</p>`}
  ${over ? cancelledNote(json) : statusNote(json)} ${details(view, json)} ${over ? again(view) : actions(view, json)}`;
  return page(view.calendar.name, body.text);
}

function details(view: AppointmentView, json: PublicAppointmentJson): Html {
  const { appointment, slot, hosts } = view;
  const times = new Times(appointment.timezone, appointment.locale);
  const names = hosts.map(({ name }) => name);
  return html`<dl>
    <dt>What</dt>
    <dd>${appointment.title}</dd>
    <dt>When</dt>
    <dd>
      ${times.span(slot.startsAt, slot.endsAt)}<br />
      <small>${zoneName(appointment.timezone, slot.startsAt)}</small>
    </dd>
    ${
      names.length > 0 &&
      html`<dt>With</dt>
        <dd>${names.join(', ')}</dd>`
    }
    ${
      isSeated(json.status) &&
      html`<dt>Where</dt>
        <dd>${where(json.meetingLocation)}</dd>`
    }
    ${
      json.notes !== null &&
      html`<dt>Notes</dt>
        <dd class="lines">${json.notes}</dd>`
    }
    ${json.answerSheet.map(
      ({ label, value }) =>
        html`<dt>${label}</dt>
          <dd class="lines">${answerText(value)}</dd>`,
    )}
  </dl>`;
}

function where({ kind, state, value, joinUrl, zoom }: MeetingLocationJson): Html {
  if (kind !== 'zoom') return placeText(value);
  if (state === 'ready') {
    const passcode = zoom?.passcode && html`<br /><small>Meeting ${zoom.meetingId}, passcode ${zoom.passcode}</small>`;
    return html`Zoom: ${placeText(joinUrl)}${passcode}`;
  }
  if (state === 'parked' || state === 'failed') return placeText(value);
  return html`Zoom. Your link is being prepared; it will stand here in a moment.`;
}

function statusNote({ status }: PublicAppointmentJson): Html | false {
  return status === 'new' && html`<p class="note">The host has yet to confirm this appointment.</p>`;
}

function cancelledNote({ cancellation }: PublicAppointmentJson): Html {
  const by = cancellation?.by === 'guest' ? ' by you' : cancellation?.by === 'staff' ? ' by the host' : '';
  return html`<p class="note" role="status">This appointment was cancelled${by}.</p>`;
}

function actions(view: AppointmentView, json: PublicAppointmentJson): Html {
  const { publicToken: token, canReschedule, canCancel, links } = json;
  const joins = json.meetingLocation.state === 'ready';
  return html`<p>
      ${joins && html`<a class="button main" href="${relative(links.join, '../join/')}">Join the meeting</a>`}
      ${canReschedule.allowed && html`<a class="button" href="${token}/reschedule">Choose another time</a>`}
      ${canCancel.allowed && html`<a class="button" href="${token}/cancel">Cancel</a>`}
      <a class="button" href="../v1/public/appointments/${token}/invite.ics">Add to calendar</a>
    </p>
    ${rightsNote(view, json)}`;
}

function rightsNote({ appointment, slot }: AppointmentView, { canReschedule, canCancel }: PublicAppointmentJson): Html {
  const { timezone, locale } = appointment;
  const times = new Times(timezone, locale);
  const until = canReschedule.until ?? canCancel.until;
  if (canReschedule.allowed || canCancel.allowed) {
    const ends = until !== null && new Date(until) < slot.startsAt;
    return html`${ends && html`<p><small>You can change it here until ${times.moment(new Date(until))}.</small></p>`}`;
  }
  if (until !== null) {
    return html`<p>
      It could be changed here until ${times.moment(new Date(until))}. If you cannot make it, tell the host.
    </p>`;
  }
  return html`<p>To move or cancel this appointment, ask the host.</p>`;
}

/** Pages refer to each other from where they are, so that they work under any address the server is reached at. */
function relative(link: string, folder: string): string {
  return folder + link.slice(link.lastIndexOf('/') + 1);
}
