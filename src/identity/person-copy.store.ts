import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';

/** What somebody logs in with, for their own eyes. */
@Injectable()
export class PersonCopyStore {
  constructor(private readonly db: Database) {}

  /** Those of others who act as them, too. */
  sessions(accountId: string, userId: string): Promise<Record<string, unknown>[]> {
    return this.db.query(
      `SELECT created_at AS "createdAt", expires_at AS "expiresAt", actor_id AS "actorId", reason FROM sessions
       WHERE account_id = $1 AND user_id = $2 ORDER BY created_at, id`,
      [accountId, userId],
    );
  }

  apiKeys(accountId: string, userId: string): Promise<Record<string, unknown>[]> {
    return this.db.query(
      `SELECT name, scopes, created_at AS "createdAt", expires_at AS "expiresAt", last_used_at AS "lastUsedAt" FROM api_keys
       WHERE account_id = $1 AND user_id = $2 ORDER BY created_at, id`,
      [accountId, userId],
    );
  }
}
