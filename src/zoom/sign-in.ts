import type { ZoomUser } from '#libs/zoom-api';
import type { Problem } from '../platform/http';

/** Somebody's way to Zoom and back, whose outcome is to be decided. */
export interface SignIn {
  accountId: string;
  /** Whose connection it shall be. */
  userId: string;
  /** Who really acts. */
  actorId: string;
  returnTo: string;
  /** The session under Login As User that it was begun in, which has to last; null without one. */
  loginId: string | null;
  /** Of the mailed link that it was begun by; null without one. */
  linkHash: string | null;
  /**
   * `begun-elsewhere`: it came back in a browser other than the one that began it, which may belong to somebody who was
   * sent to Zoom without knowing what for. `confirmed`: a person has seen which Zoom account it is, and said yes.
   */
  standing: 'begun-here' | 'begun-elsewhere' | 'confirmed';
}

/** Takes a sign-in off those that wait, in the transaction that decides. @returns why it is too late for that, or null */
export type Claim = () => Promise<Problem | null>;

/** Nothing is bound before somebody has seen which Zoom account it is. */
export interface AwaitingConfirmation {
  state: 'awaiting-confirmation';
  zoomUser: ZoomUser;
  /** Given once; only its hash is stored. */
  confirmToken: string;
  expiresAt: Date;
}

export type Decision = { state: 'connected' } | AwaitingConfirmation | { state: 'refused'; refusal: Problem };
