import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';

/** One authorisation of Zoom that somebody has begun. */
export interface OAuthState {
  stateHash: string;
  accountId: string;
  userId: string;
  /** Who really started it. */
  actorId: string;
  returnTo: string;
  /** Sealed. */
  codeVerifier: string;
  /** Of the mark of the browser that began it; null when it was no browser, or an unknown one. */
  browserHash: string | null;
  /** Of the mailed link it was begun by; null without one. */
  linkHash: string | null;
  /** The session under Login As User it was begun in; null without one. */
  loginId: string | null;
}

const COLUMNS = `state_hash AS "stateHash", account_id AS "accountId", user_id AS "userId", actor_id AS "actorId",
  return_to AS "returnTo", code_verifier AS "codeVerifier", browser_hash AS "browserHash", link_hash AS "linkHash",
  login_id AS "loginId"`;

@Injectable()
export class OAuthStateStore {
  constructor(private readonly db: Database) {}

  async insert(state: OAuthState, expiresAt: Date): Promise<void> {
    await this.db.query(
      `INSERT INTO zoom_oauth_states (state_hash, account_id, user_id, actor_id, return_to, code_verifier, browser_hash,
         link_hash, login_id, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        ...[state.stateHash, state.accountId, state.userId, state.actorId, state.returnTo, state.codeVerifier],
        ...[state.browserHash, state.linkHash, state.loginId, expiresAt],
      ],
    );
  }

  /** Uses it up: of any number of callers at the same moment one gets it. */
  async take(stateHash: string, now: Date): Promise<OAuthState | undefined> {
    return this.db.queryOne<OAuthState>(
      `UPDATE zoom_oauth_states SET used_at = $2 WHERE state_hash = $1 AND used_at IS NULL AND expires_at > $2
       RETURNING ${COLUMNS}`,
      [stateHash, now],
    );
  }

  async unsettled(stateHash: string): Promise<OAuthState | undefined> {
    return this.db.queryOne<OAuthState>(
      `SELECT ${COLUMNS} FROM zoom_oauth_states WHERE state_hash = $1 AND settled_at IS NULL`,
      [stateHash],
    );
  }

  /** @returns false when it was settled before */
  async settle(stateHash: string, now: Date): Promise<boolean> {
    const rows = await this.db.query(
      `UPDATE zoom_oauth_states SET settled_at = $2 WHERE state_hash = $1 AND settled_at IS NULL RETURNING state_hash`,
      [stateHash, now],
    );
    return rows.length > 0;
  }

  /** Whether an authorisation, of whomever, was used since then and has no outcome yet. */
  async anyUnderWay(since: Date): Promise<boolean> {
    const rows = await this.db.query(
      `SELECT FROM zoom_oauth_states WHERE settled_at IS NULL AND used_at > $1 LIMIT 1`,
      [since],
    );
    return rows.length > 0;
  }

  async forgetExpired(before: Date): Promise<void> {
    await this.db.query(`DELETE FROM zoom_oauth_states WHERE expires_at < $1`, [before]);
  }
}
