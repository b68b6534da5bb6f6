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

/** The page after Zoom. It is shown to anybody, so it tells what happened and nothing about anybody. */
export function connectPage(happened: unknown): string {
  const { title, happened: what, next } = tellOf(happened);
  return page(title, `<p>${escapeHtml(what)}</p>\n<p class="note">${escapeHtml(next)}</p>`);
}

function tellOf(happened: unknown): Told {
  return (typeof happened === 'string' && Object.hasOwn(TOLD, happened) ? TOLD[happened] : undefined) ?? UNSAID;
}
