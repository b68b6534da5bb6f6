import { AppointmentView } from '../appointments';
import { Html, html, page } from '../platform/http';
import { again } from './again';
import type { Joining } from './join.rules';
import { placeText } from './place';
import { Times, zoneName } from './times';

const ASK_AGAIN_SECONDS = 5;

/** What the lasting link shows when there is nothing to open. It is forwarded to others, so it names no guest. */
export function joinPage(view: AppointmentView, joining: Exclude<Joining, { what: 'go' }>): string {
  const when = whenOf(view);
  switch (joining.what) {
    case 'wait':
      return page(
        'Your link is being prepared',
        html`${when}
          <p>This page opens the meeting by itself as soon as the link is ready. You can also come back later.</p>`
          .text,
        { refreshSeconds: ASK_AGAIN_SECONDS },
      );
    case 'unconfirmed':
      return page(
        'Not confirmed yet',
        html`${when}
          <p>The host has yet to confirm this appointment. Come back to this address then.</p>`.text,
      );
    case 'over':
      return page('This appointment is over', html`${when}`.text);
    case 'cancelled':
      return page('This appointment was cancelled', html`${when} ${again(view)}`.text);
    case 'read':
      return page('Where you meet', html`${when} ${whereOf(joining)}`.text);
  }
}

function whenOf({ appointment, slot, calendar }: AppointmentView): Html {
  const { timezone, locale } = appointment;
  const span = new Times(timezone, locale).span(slot.startsAt, slot.endsAt);
  return html`<p>
    <strong>${calendar.name}</strong><br />
    ${span}<br />
    <small>${zoneName(timezone, slot.startsAt)}</small>
  </p>`;
}

function whereOf({ where, instead }: Extract<Joining, { what: 'read' }>): Html {
  const note =
    instead && html`<p>There is no Zoom link for this appointment at the moment. The host was told and will help.</p>`;
  return html`<p class="note">${placeText(where)}</p>
    ${note}`;
}
