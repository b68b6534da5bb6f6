import { type Concerned, howMany, linesOf } from './appointment-lines';
import type { Reading, Words } from './tell-team';

/** Of links that are there while Zoom is not connected. */
const UNMANAGED =
  'Links made so far go on working, but moving, renaming or cancelling an appointment no longer reaches Zoom.';
const MENDED = 'Connecting the same Zoom user again mends that.';
const NO_NEW_LINKS = 'get no new Zoom links: guests are shown the fallback location of the calendar.';

export function reconnectToRep({ integrationsUrl }: Reading): Words {
  return {
    title: 'Connect Zoom again',
    body: paragraphs(
      `Zoom does not accept your consent any more. Appointments you host ${NO_NEW_LINKS}`,
      UNMANAGED,
      'Once you have connected Zoom again, missing links are made by themselves, and guests get theirs.',
    ),
    link: { label: 'Connect Zoom again', url: integrationsUrl },
  };
}

export function reconnectToAdmin({ rep: { name } }: Reading): Words {
  return {
    title: `${name} must connect Zoom again`,
    body: paragraphs(
      `Zoom does not accept the consent of ${name} any more. Appointments they host ${NO_NEW_LINKS}`,
      UNMANAGED,
      `${name} was told so by mail.`,
    ),
  };
}

/** To a rep who disconnected it: of what goes on unmanaged. */
export function disconnectedToRep(concerned: Concerned, { reader, integrationsUrl }: Reading): Words {
  return {
    title: `Zoom is disconnected, with links of ${howMany(concerned.count)} left`,
    body: paragraphs(`${UNMANAGED} ${MENDED}`, linesOf(concerned, reader)),
    link: { label: 'Connect Zoom', url: integrationsUrl },
  };
}

/** To a rep whose Zoom user removed the app, or had it removed. */
export function uninstalledToRep(concerned: Concerned, { reader, integrationsUrl }: Reading): Words {
  return {
    title: 'Zoom is disconnected: the app was removed',
    body: paragraphs(
      `The app was removed from your Zoom account at Zoom. Appointments you host ${NO_NEW_LINKS}`,
      ...(concerned.count === 0 ? [] : [`${UNMANAGED} ${MENDED}`, linesOf(concerned, reader)]),
    ),
    link: { label: 'Connect Zoom', url: integrationsUrl },
  };
}

export function uninstalledToAdmin(concerned: Concerned, { rep: { name }, reader }: Reading): Words {
  return {
    title: `Zoom is disconnected for ${name}: the app was removed`,
    body: paragraphs(
      `The app was removed from the Zoom account of ${name} at Zoom. Appointments they host ${NO_NEW_LINKS}`,
      ...(concerned.count === 0 ? [] : [UNMANAGED, linesOf(concerned, reader)]),
    ),
  };
}

/** @param who freed it */
export function releasedToRep(
  { who, reason, concerned }: { who: string; reason: string; concerned: Concerned },
  { reader, integrationsUrl }: Reading,
): Words {
  return {
    title: 'Your Zoom account was released',
    body: paragraphs(
      `${who} released the Zoom account that was bound to you, so that somebody else may connect it. The reason given: ${reason}`,
      ...(concerned.count === 0 ? [] : [UNMANAGED, linesOf(concerned, reader)]),
      'To host on Zoom, connect it.',
    ),
    link: { label: 'Connect Zoom', url: integrationsUrl },
  };
}

const paragraphs = (...texts: string[]) => texts.join('\n\n');
