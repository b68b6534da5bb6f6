import type { Account, Person } from '../identity';
import { escapeHtml, page } from '../platform/http';

interface Told {
  title: string;
  happened: string;
  next: string;
}

const AGAIN = 'Go back to Slotlink and choose “Connect Zoom” once more.';

const TOLD: Readonly<Record<string, Told>> = {
  connected: {
    title: 'Zoom is connected',
    happened: 'Your bookings can have Zoom meetings of their own from now on.',
    next: 'You can close this page and go back to Slotlink.',
  },
  confirm: {
    title: 'Is this the right Zoom account?',
    happened: 'The Zoom account has another e-mail address than the user. Nothing is connected yet.',
    next: 'Go back to Slotlink and confirm it there.',
  },
  declined: {
    title: 'Zoom is not connected',
    happened: 'That was not the right Zoom account, and what Zoom granted for it is given back.',
    next: 'Sign in to Zoom as somebody else, or sign out there. Then choose “Connect Zoom” in Slotlink once more.',
  },
  'zoom-confirmation-invalid': {
    title: 'This question is over',
    happened:
      'It was answered before, or more than a quarter of an hour ago. What it was about is not connected by it.',
    next: AGAIN,
  },
  'oauth-state-invalid': {
    title: 'This sign-in is over',
    happened:
      'The way to Zoom and back was begun more than ten minutes ago, or it was used already. Nothing was changed.',
    next: AGAIN,
  },
  'zoom-access-denied': {
    title: 'Zoom is not connected',
    happened: 'The access was declined at Zoom. Nothing was changed.',
    next: `If that was a mistake: ${AGAIN.charAt(0).toLowerCase()}${AGAIN.slice(1)}`,
  },
  'zoom-account-bound': {
    title: 'This Zoom account is taken',
    happened:
      'It belongs to another user ID. A Zoom account stays with the user ID that connected it first, not with an e-mail ' +
      'address, also after disconnecting and after that user was deleted.',
    next:
      'Sign in to Zoom with another account and connect that one, or ask an admin to release this one from the user ID ' +
      'that has it.',
  },
  'zoom-already-connected': {
    title: 'Another Zoom account is connected',
    happened: 'You have a connection to a different Zoom account, and it goes on working.',
    next: 'To change over, disconnect that one in Slotlink first, then connect the new one.',
  },
  'zoom-code-invalid': {
    title: 'Zoom is not connected',
    happened: 'Zoom did not accept the sign-in. That happens when a page is loaded twice or stays open too long.',
    next: AGAIN,
  },
  'zoom-scopes-missing': {
    title: 'Zoom is not connected',
    happened: 'Zoom granted less than Slotlink needs.',
    next: 'Tell the person who runs Slotlink: the Zoom app lacks a scope. Then connect once more.',
  },
  'zoom-unavailable': {
    title: 'Zoom does not answer',
    happened: 'You did everything right, but Zoom could not be reached, or is busy.',
    next: 'Look at your connections in Slotlink in a few minutes. If Zoom is not connected then, start again.',
  },
};

const UNSAID: Told = {
  title: 'Your Zoom connection',
  happened: 'This is where Zoom sends you back to.',
  next: 'Go back to Slotlink to see whether Zoom is connected, or to connect it.',
};

/** What the browser that came back from Zoom is asked. Nothing is connected yet. */
export function confirmPage({
  zoomUser,
  person,
  account,
}: {
  zoomUser: { email: string | null; displayName: string };
  person: Person;
  account: Account;
}): string {
  const { email, displayName } = zoomUser;
  const rows = [
    ['Zoom account', email === null ? displayName : `${displayName}, ${email}`],
    ['connects to the Slotlink user', `${person.name}, ${person.email}`],
    ['of', account.name],
  ];
  return page(
    'Is this the right Zoom account?',
    `<dl>${rows.map(([term, value]) => `<dt>${escapeHtml(term ?? '')}</dt><dd>${escapeHtml(value ?? '')}</dd>`).join('')}</dl>
<p>Nothing is connected yet. Once it is, Slotlink makes meetings in this Zoom account for the bookings of this user, and
the account stays with this user.</p>
<form method="post" action="/app/zoom/confirm"><button class="main">Connect this Zoom account</button></form>
<form method="post" action="/app/zoom/decline"><button>No, throw it away</button></form>
<p class="note">If you did not set out to connect Zoom, or do not know this user, throw it away.</p>`,
  );
}

/** What a mailed link shows before anything happens. */
export function linkPage({ name, email }: Person): string {
  return page(
    'Connect Zoom',
    `<p>Your Zoom account is connected to the Slotlink user <strong>${escapeHtml(name)}</strong> (${escapeHtml(email)}),
who then hosts meetings in it. Sign in at Zoom with the account that shall host them.</p>
<form method="post"><button class="main">Go to Zoom</button></form>
<p class="note">If this is not you, close this page.</p>`,
  );
}

/** For the moment before the browser is at Zoom, or for one that does not go there by itself. */
export function toZoomPage(authorizeUrl: string): string {
  return page('Connect Zoom', `<p><a class="button main" href="${escapeHtml(authorizeUrl)}">Continue to Zoom</a></p>`);
}

/** The page after Zoom. It is shown to anybody, so it tells what happened and nothing about anybody. */
export function connectPage(happened: unknown): string {
  const { title, happened: what, next } = tellOf(happened);
  return page(title, `<p>${escapeHtml(what)}</p>\n<p class="note">${escapeHtml(next)}</p>`);
}

function tellOf(happened: unknown): Told {
  return (typeof happened === 'string' && Object.hasOwn(TOLD, happened) ? TOLD[happened] : undefined) ?? UNSAID;
}
