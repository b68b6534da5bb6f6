import type { LinkNeed } from '../appointments';
import type { ZoomConnection } from '../zoom';
import type { MeetingRow } from './meeting.entity';
import type { Answer } from './outcome.rules';

/** How long the next host's meeting waits for the transfer before it is made anew. Longer than any request takes. */
export const PATIENCE_MS = 60_000;

/**
 * Whether a meeting that its slot gives up would do for the slot it is left for: same time, nobody meddled with it, and no
 * participant has a join link of their own to it.
 */
export function wouldDo(meeting: MeetingRow, to: LinkNeed, now: Date): boolean {
  const isThere = meeting.known === 'present' && meeting.joinUrl !== null && meeting.zoomMeetingId !== null;
  const isOurs = !meeting.unmanaged && !meeting.accepted && meeting.touches === 0;
  const sameTime = meeting.startsAt.getTime() === to.startsAt.getTime() && meeting.startsAt > now;
  const isShared = to.joinLinks === 'shared' && !meeting.personal;
  return isThere && isOurs && sameTime && isShared && meeting.slotId !== null && meeting.handTo === null;
}

/** Zoom hands meetings over within one Zoom account, to licensed users. */
export function mayTake(
  meeting: MeetingRow,
  from: ZoomConnection | undefined,
  to: ZoomConnection | undefined,
): boolean {
  if (from?.state !== 'connected' || to?.state !== 'connected' || to.plan !== 'licensed') return false;
  if (from.zoomUserId !== meeting.zoomUserId || from.zoomUserId === to.zoomUserId) return false;
  return from.zoomAccountId !== null && from.zoomAccountId === to.zoomAccountId;
}

/** `refused`: for good, or for some weeks; `not-now`: for a reason that has nothing to do with the two hosts. */
export type TransferResult = 'handed' | 'unknown' | 'gone' | 'refused' | 'not-now';

export function resultOf(answer: Answer): TransferResult {
  if (answer.is === 'changed') return 'handed';
  if (answer.is !== 'failed') return 'not-now';
  switch (answer.kind) {
    case 'unknown-fate':
      return 'unknown';
    case 'not-found':
      return 'gone';
    case 'forbidden':
    case 'validation':
    case 'refused':
    case 'user-missing':
      return 'refused';
    default:
      return 'not-now';
  }
}
