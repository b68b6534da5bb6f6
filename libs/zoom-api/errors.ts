/**
 * What went wrong, by what the caller can do about it. Only `unknown-fate` leaves open whether Zoom acted;
 * every other kind means the request had no effect.
 *
 * - `unauthorized`: the access token is expired, revoked or unknown (code 124). Refresh, then once more.
 * - `missing-scope`: the user must consent again; `scopes` lists what Zoom would accept.
 * - `not-found`: no such meeting, or it has expired (404/3001).
 * - `daily-limit`: nothing more today; `limit` says for whom, `retryAt` until when.
 * - `rate-limited`: too fast; `retryAt` says when to come again.
 * - `invalid-grant`: the authorization code or refresh token is used, expired or revoked.
 * - `invalid-client`: our client id, our secret or the app itself is refused.
 * - `validation`: Zoom did not accept a field of the request.
 * - `meeting-started`: a running or ended meeting cannot be changed or deleted.
 * - `user-missing`: the user is pending, gone or moved to another Zoom account.
 * - `forbidden`: plan or permission does not allow it.
 * - `unknown-fate`: timeout, reset, 5xx or an answer that cannot be read.
 * - `unreachable`: no connection came about, so nothing was sent.
 * - `refused`: any other definite refusal.
 */
export type ZoomErrorKind =
  | 'unauthorized'
  | 'missing-scope'
  | 'not-found'
  | 'daily-limit'
  | 'rate-limited'
  | 'invalid-grant'
  | 'invalid-client'
  | 'validation'
  | 'meeting-started'
  | 'user-missing'
  | 'forbidden'
  | 'unknown-fate'
  | 'unreachable'
  | 'refused';

/** Whose day is spent: the Zoom user's 100 creates and updates, the Zoom account's requests, or one registrant's. */
export type DailyLimit = 'user' | 'account' | 'registrant';

export interface ZoomErrorDetails {
  status?: number | null;
  code?: number | null;
  trackingId?: string | null;
  retryAt?: number | null;
  zoomMessage?: string | null;
  scopes?: readonly string[];
  limit?: DailyLimit | null;
}

/** Any failure of a call to Zoom. Message and fields are safe to log: they never hold a token, code or secret. */
export class ZoomError extends Error {
  override readonly name = 'ZoomError';
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** Zoom's own number, such as 3001. */
  readonly code: number | null;
  /** Zoom's `x-zm-trackingid`, which its support asks for. */
  readonly trackingId: string | null;
  /** Epoch milliseconds; always set for `daily-limit` and `rate-limited`. */
  readonly retryAt: number | null;
  readonly zoomMessage: string | null;
  /** Of `missing-scope`: the alternatives Zoom named, any one of which would do. */
  readonly scopes: readonly string[];
  /** Of `daily-limit`. */
  readonly limit: DailyLimit | null;

  constructor(
    readonly kind: ZoomErrorKind,
    message: string,
    details: ZoomErrorDetails = {},
  ) {
    super(message);
    this.status = details.status ?? null;
    this.code = details.code ?? null;
    this.trackingId = details.trackingId ?? null;
    this.retryAt = details.retryAt ?? null;
    this.zoomMessage = details.zoomMessage ?? null;
    this.scopes = details.scopes ?? [];
    this.limit = details.limit ?? null;
  }
}

/** Whether the request may have taken effect although it failed. An error that isn't ours proves nothing, so: true. */
export function mayHaveHappened(error: unknown): boolean {
  return !(error instanceof ZoomError) || error.kind === 'unknown-fate';
}
