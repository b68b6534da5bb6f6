import type { LinkState } from './link.rules';
import type { SlotRow } from './slot.entity';

/** What became of the link that a participant alone has into a meeting. */
export interface OwnLink {
  /** The meeting at Zoom; of any other it says nothing. */
  meetingId: string;
  state: 'ready' | 'parked' | 'failed';
  joinUrl: string | null;
  /** ISO 8601, UTC. */
  parkedUntil: string | null;
  reason: string | null;
}

/** A link as somebody has it. */
export interface ShownLink {
  state: LinkState;
  joinUrl: string | null;
  zoomMeetingId: string | null;
  passcode: string | null;
  parkedUntil: Date | null;
  reason: string | null;
  unmanaged: boolean;
}

/** The link all who sit in a slot share, and its hosts have. */
export function sharedLink(slot: SlotRow): ShownLink {
  return {
    state: slot.linkState,
    joinUrl: slot.linkJoinUrl,
    zoomMeetingId: slot.linkZoomMeetingId,
    passcode: slot.linkPasscode,
    parkedUntil: slot.linkParkedUntil,
    reason: slot.linkReason,
    unmanaged: slot.linkUnmanaged,
  };
}

/**
 * The link an appointment has: its own where the slot's meeting gives everybody one. The number and the passcode of such
 * a meeting lead to Zoom's registration form, so nobody is told them.
 */
export function linkFor({ ownLink }: { ownLink: OwnLink | null }, slot: SlotRow): ShownLink {
  const shared = sharedLink(slot);
  if (slot.linkState !== 'ready' || !slot.linkPersonal) return shared;
  const bare = { ...shared, joinUrl: null, zoomMeetingId: null, passcode: null, reason: null };
  if (ownLink?.meetingId === slot.linkZoomMeetingId) {
    const { state, joinUrl, parkedUntil, reason } = ownLink;
    return { ...bare, state, joinUrl, reason, parkedUntil: parkedUntil === null ? null : new Date(parkedUntil) };
  }
  // Nobody can enrol them while the host's Zoom is away.
  if (slot.linkUnmanaged) return { ...bare, state: 'failed', reason: 'zoom-not-connected' };
  return { ...bare, state: 'pending' };
}
