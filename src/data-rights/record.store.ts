import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { ERASED } from './traces.rules';

/** Traces that a person leaves in what no feature owns. */
@Injectable()
export class RecordStore {
  constructor(private readonly db: Database) {}

  /** Why something was done with them, in somebody's words. @returns how many facts */
  async forgetReasons(accountId: string, personIds: string[]): Promise<number> {
    const changed = await this.db.query(
      `UPDATE facts SET payload = jsonb_set(payload, '{reason}', to_jsonb($3::text))
       WHERE account_id = $1 AND aggregate_id = ANY($2) AND payload ->> 'reason' <> $3 RETURNING id`,
      [accountId, personIds, ERASED],
    );
    return changed.length;
  }

  /** Answers of mail servers, above all, name whom they refused. @returns how many jobs */
  async forgetFailures(pattern: string): Promise<number> {
    const changed = await this.db.query(
      `UPDATE graphile_worker._private_jobs SET last_error = $2 WHERE last_error ~* $1 RETURNING id`,
      [pattern, ERASED],
    );
    return changed.length;
  }
}
