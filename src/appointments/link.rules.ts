export const LINK_STATES = ['none', 'pending', 'ready', 'parked', 'failed', 'released'] as const;

/** `none`: nothing is wanted; `released`: it was, and is gone for good. */
export type LinkState = (typeof LINK_STATES)[number];

/** States that only say what is wanted; the others are what became of it. */
export type AbsentState = 'none' | 'released';

const GIVEN_UP = 'nobody in the slot needs it any more';

/**
 * Which state of a slot's link may follow which, and why. A state that follows itself has other details: another address,
 * another moment, another reason, or nobody who keeps it true.
 */
export const LINK_TRANSITIONS: Readonly<Record<LinkState, Partial<Record<LinkState, string>>>> = {
  none: { pending: 'somebody who meets on Zoom sits in the slot' },
  pending: {
    ready: 'the meeting was made, or found at Zoom',
    parked: "the host's day at Zoom is spent",
    failed: 'Zoom refuses it, the host has no Zoom, or it starts before the next day does',
    released: GIVEN_UP,
  },
  ready: {
    ready: 'the meeting has another address, or the host left Zoom or came back',
    pending: 'the meeting was removed in Zoom, or somebody was booked over an occurrence of a series: another is made',
    parked: "the host has another Zoom account, whose day is spent, so that a new meeting can't be made yet",
    failed: 'the host has another Zoom account, which refuses the new meeting',
    released: GIVEN_UP,
  },
  parked: {
    ready: 'the day began, or somebody gave it room',
    pending: 'it is being made after all',
    parked: 'that day is spent, too',
    failed: 'Zoom refuses it, the host has no Zoom any more, or there is no day left to wait for',
    released: GIVEN_UP,
  },
  failed: {
    ready: 'it was tried again, such as after the host had connected',
    pending: 'it is being made after all',
    parked: "it was tried again, and the host's day at Zoom is spent",
    failed: 'it was tried again, and there is another reason',
    released: GIVEN_UP,
  },
  released: { pending: 'somebody who meets on Zoom sits in the slot again' },
};

/** @throws Error: whoever asks for what the table does not have is at fault */
export function assertLinkTransition(from: LinkState, to: LinkState): void {
  if (LINK_TRANSITIONS[from][to] === undefined) throw new Error(`A link that is ${from} cannot become ${to}`);
}

export function isAbsent(state: LinkState): state is AbsentState {
  return state === 'none' || state === 'released';
}

/** What a wish, or its end, makes of a link; null: nothing. A slot that began keeps what it has. */
export function linkAfterWish(state: LinkState, { wanted, began }: { wanted: boolean; began: boolean }) {
  if (wanted) return isAbsent(state) ? 'pending' : null;
  return isAbsent(state) || began ? null : 'released';
}
