import { Injectable } from '@nestjs/common';
import { ERASED } from '../data-rights';
import { Database } from '../platform/database';

/** Events about Zoom users whom the account's people have connected. $1: account. */
const OF_ACCOUNT = `zoom_user_id IN (
  SELECT c.zoom_user_id FROM zoom_connections c JOIN memberships m ON m.user_id = c.user_id WHERE m.account_id = $1)`;

/** Spellings in $2, as bytes: the body is what somebody else wrote, and need not be text. */
const NAMES_THEM = `EXISTS (SELECT FROM unnest($2::bytea[]) AS spelling WHERE position(spelling IN body) > 0)`;

const DEAD = `EXISTS (SELECT FROM users u WHERE u.id = user_id AND u.deleted_at IS NOT NULL)`;

/** What Zoom told us of people. */
@Injectable()
export class ZoomTraceStore {
  constructor(private readonly db: Database) {}

  events(accountId: string, spellings: string[]): Promise<{ event: string | null; at: Date; body: Buffer }[]> {
    return this.db.query(
      `SELECT event, received_at AS at, body FROM zoom_events WHERE ${OF_ACCOUNT} AND ${NAMES_THEM} ORDER BY received_at, id`,
      [accountId, bytesOf(spellings)],
    );
  }

  /** Empties events that name them. One that still waited is as good as missed: the sweep looks, too. @returns how many */
  async emptyEvents(accountId: string, spellings: string[], now: Date): Promise<number> {
    const emptied = await this.db.query(
      `UPDATE zoom_events SET body = '', worked_at = coalesce(worked_at, $3) WHERE ${OF_ACCOUNT} AND ${NAMES_THEM}
       RETURNING id`,
      [accountId, bytesOf(spellings), now],
    );
    return emptied.length;
  }

  connections(userIds: string[]): Promise<Record<string, unknown>[]> {
    return this.db.query(
      `SELECT zoom_user_id AS "zoomUserId", zoom_account_id AS "zoomAccountId", email, display_name AS "displayName", plan,
              scopes, state, connected_at AS "connectedAt", disconnected_at AS "disconnectedAt"
       FROM zoom_connections WHERE user_id = ANY($1) ORDER BY connected_at`,
      [userIds],
    );
  }

  /** As whom Zoom knows those of the users whose ID is dead; others live on elsewhere, with their connection. */
  namesOfDead(userIds: string[]): Promise<{ email: string | null; displayName: string }[]> {
    return this.db.query(
      `SELECT email, display_name AS "displayName" FROM zoom_connections WHERE user_id = ANY($1) AND ${DEAD}`,
      [userIds],
    );
  }

  /** The binding stays: by IDs alone, until it is released. @returns how many */
  async unnameConnections(userIds: string[]): Promise<number> {
    const changed = await this.db.query(
      `UPDATE zoom_connections SET email = NULL, display_name = $2, zoom_account_id = NULL
       WHERE user_id = ANY($1) AND ${DEAD} RETURNING id`,
      [userIds, ERASED],
    );
    // Until nobody's yes can bind them any more and they are revoked.
    await this.db.query(`UPDATE zoom_unconfirmed SET email = NULL, display_name = $2 WHERE user_id = ANY($1)`, [
      userIds,
      ERASED,
    ]);
    return changed.length;
  }
}

const bytesOf = (spellings: string[]) => spellings.map((spelling) => Buffer.from(spelling));
