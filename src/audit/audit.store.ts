import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import type { Entry, Part } from './entry.rules';

export interface Particulars {
  part: Part;
  personId: string | null;
  salt: string;
  /** JSON. */
  content: string;
}

export interface NewEntry {
  entry: Entry;
  mac: string;
  particulars: Particulars[];
}

/** One statement, always the same text. */
const APPEND = `
  WITH given AS (
    SELECT * FROM json_to_recordset($1) AS g(
      "accountId" uuid, id uuid, at timestamptz, "actorId" uuid, "subjectId" uuid, "keyId" uuid, action text,
      "targetKind" text, "targetId" text, before text, after text, particulars text, "requestId" text, mac text,
      parts json)
  ), written AS (
    INSERT INTO audit_entries (account_id, id, at, actor_id, subject_id, key_id, action, target_kind, target_id,
                               before, after, particulars, request_id, mac)
    SELECT "accountId", id, at, "actorId", "subjectId", "keyId", action, "targetKind", "targetId",
           before::json, after::json, particulars::json, "requestId", mac
    FROM given
  )
  INSERT INTO audit_particulars (account_id, entry_id, part, person_id, salt, content)
  SELECT given."accountId", given.id, p.part, p."personId", p.salt, p.content::json
  FROM given, json_to_recordset(given.parts) AS p(part text, "personId" uuid, salt text, content text)`;

@Injectable()
export class AuditStore {
  constructor(private readonly db: Database) {}

  async append(entries: NewEntry[]): Promise<void> {
    const given = entries.map(({ entry, mac, particulars }) => ({ ...entry, mac, parts: particulars }));
    await this.db.prepared(APPEND, [JSON.stringify(given)]);
  }

  /** Erases what entries tell of a person. @returns of how many parts */
  async forget(accountId: string, personId: string): Promise<number> {
    return this.forgetWhere(accountId, 'person_id', personId);
  }

  /**
   * Erases what is told of a thing where that tells of a person by the way.
   * @param coarse a regular expression of PostgreSQL's that finds all of them, and some that do not
   * @returns of which entries
   */
  async forgetTraces(accountId: string, coarse: string, tells: (content: unknown) => boolean): Promise<string[]> {
    const found = await this.db.query<{ entryId: string; content: unknown }>(
      `SELECT entry_id AS "entryId", content FROM audit_particulars
       WHERE account_id = $1 AND part = 'values' AND content::text ~* $2`,
      [accountId, coarse],
    );
    const telling = found.filter(({ content }) => tells(content)).map(({ entryId }) => entryId);
    for (const entryId of telling) await this.forgetWhere(accountId, 'entry_id', entryId, `AND part = 'values'`);
    return telling;
  }

  private forgetWhere(accountId: string, column: 'person_id' | 'entry_id', id: string, and = ''): Promise<number> {
    return this.db.transaction(async () => {
      await this.db.query(`SELECT set_config('slotlink.forgets', $1, true)`, [id]);
      const gone = await this.db.query(
        `DELETE FROM audit_particulars WHERE account_id = $1 AND ${column} = $2 ${and} RETURNING part`,
        [accountId, id],
      );
      await this.db.query(`SELECT set_config('slotlink.forgets', '', true)`);
      return gone.length;
    });
  }
}
