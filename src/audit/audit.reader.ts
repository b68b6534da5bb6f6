import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import type { Position } from '../platform/http';
import { Values, whole } from './audit.rules';
import type { Head } from './chain.rules';
import { ChainStore } from './chain.store';

/** Which entries to read; absent: all. */
export interface AuditFilter {
  actorId?: string;
  subjectId?: string;
  targetId?: string;
  /** Or `user.*`: all of a noun. */
  action?: string;
  /** Half-open. */
  from?: Date;
  to?: Date;
}

/** An entry as people read it, with what has not been forgotten. */
export interface AuditEntry {
  id: string;
  at: Date;
  actorId: string | null;
  /** As it was then, when that is known and not forgotten. */
  actorName: string | null;
  subjectId: string | null;
  subjectName: string | null;
  keyId: string | null;
  action: string;
  targetKind: string;
  targetId: string | null;
  before: Values | null;
  after: Values | null;
  requestId: string | null;
  address: string | null;
}

interface Told {
  actor?: { name?: string; address?: string };
  subject?: { name?: string };
  values?: { before?: Values; after?: Values };
}

type Row = Omit<AuditEntry, 'actorName' | 'subjectName' | 'address'> & { told: Told | null };

/** Read door of the audit for the floors above. */
@Injectable()
export class AuditReader {
  constructor(
    private readonly db: Database,
    private readonly chain: ChainStore,
  ) {}

  /** Newest first, after a position. */
  async page(accountId: string, filter: AuditFilter, after: Position | null, limit: number): Promise<AuditEntry[]> {
    const { where, values } = conditions(accountId, filter, after);
    const rows = await this.db.query<Row>(
      `SELECT e.id, e.at, e.actor_id AS "actorId", e.subject_id AS "subjectId", e.key_id AS "keyId", e.action,
              e.target_kind AS "targetKind", e.target_id AS "targetId", e.before, e.after, e.request_id AS "requestId",
              (SELECT json_object_agg(p.part, p.content) FROM audit_particulars p
               WHERE p.account_id = e.account_id AND p.entry_id = e.id) AS told
       FROM audit_entries e WHERE ${where.join(' AND ')}
       ORDER BY e.at DESC, e.position DESC LIMIT ${limit}`,
      values,
    );
    return rows.map(toEntry);
  }

  /** How far the account's chain goes, and how many entries wait for their seal. */
  async head(accountId: string): Promise<Head & { sealedAt: Date | null; unsealed: number }> {
    const head = await this.chain.head(accountId);
    const { number, hash, sealedAt } = head ?? { number: 0, hash: '', sealedAt: null };
    return { accountId, number, hash, sealedAt, unsealed: await this.chain.countUnsealed(accountId) };
  }
}

function conditions(accountId: string, filter: AuditFilter, after: Position | null) {
  const values: unknown[] = [accountId];
  const where = ['e.account_id = $1'];
  const add = (condition: (place: string) => string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  const { action } = filter;
  add((place) => `e.actor_id = ${place}`, filter.actorId);
  add((place) => `e.subject_id = ${place}`, filter.subjectId);
  add((place) => `e.target_id = ${place}`, filter.targetId);
  if (action?.endsWith('.*')) add((place) => `starts_with(e.action, ${place})`, action.slice(0, -1));
  else add((place) => `e.action = ${place}`, action);
  add((place) => `e.at >= ${place}`, filter.from);
  add((place) => `e.at < ${place}`, filter.to);
  if (after) {
    // Several may be of one instant: the order of writing says which came first.
    const written = (id: string) => `(SELECT position FROM audit_entries WHERE account_id = $1 AND id = ${id})`;
    values.push(after.at, after.id);
    where.push(`(e.at, e.position) < ($${values.length - 1}, ${written(`$${values.length}`)})`);
  }
  return { where, values };
}

function toEntry({ told, before, after, ...row }: Row): AuditEntry {
  const { actor, subject, values } = told ?? {};
  const actorName = actor?.name ?? null;
  return {
    ...row,
    actorName,
    subjectName: row.subjectId === row.actorId ? actorName : (subject?.name ?? null),
    before: before && whole(before, values?.before ?? null),
    after: after && whole(after, values?.after ?? null),
    address: actor?.address ?? null,
  };
}
