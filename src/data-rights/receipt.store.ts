import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { type PageQuery, positionOf } from '../platform/http';

/** That somebody was erased, and what. It names nobody: IDs only. */
export interface Receipt {
  id: string;
  kind: 'contact' | 'user';
  /** Whom the ID stood for is known no more. */
  personId: string;
  /** User ID of whoever did it. */
  actorId: string | null;
  at: Date;
  /** Rows changed or deleted, by table. */
  erased: Record<string, number>;
}

const RECEIPT = `SELECT id, kind, person_id AS "personId", actor_id AS "actorId", at, erased FROM erasures`;

@Injectable()
export class ReceiptStore {
  constructor(private readonly db: Database) {}

  async insert(accountId: string, { id, kind, personId, actorId, at, erased }: Receipt): Promise<void> {
    await this.db.query(
      `INSERT INTO erasures (account_id, id, kind, person_id, actor_id, at, erased) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [accountId, id, kind, personId, actorId, at, JSON.stringify(erased)],
    );
  }

  find(accountId: string, id: string): Promise<Receipt | undefined> {
    return this.db.queryOne(`${RECEIPT} WHERE account_id = $1 AND id = $2`, [accountId, id]);
  }

  /** Latest first; one more than the page holds. */
  page(accountId: string, page: PageQuery): Promise<Receipt[]> {
    const after = positionOf(page);
    return this.db.query(
      `${RECEIPT} WHERE account_id = $1 AND ($2::timestamptz IS NULL OR (at, id) < ($2::timestamptz, $3::uuid))
       ORDER BY at DESC, id DESC LIMIT $4`,
      [accountId, after?.at ?? null, after?.id ?? null, page.limit + 1],
    );
  }
}
