import { createHash } from 'node:crypto';

/** The three things of an entry that may tell of a person. */
export type Part = 'actor' | 'subject' | 'values';

/** One part of an entry's particulars as the entry itself names it, for good. */
export interface PartDigest {
  part: Part;
  personId: string | null;
  /** Of the particulars: SHA-256 of salt and content, base64url. */
  digest: string;
}

/** An entry, its texts to the letter as they are stored. */
export interface Entry {
  id: string;
  accountId: string;
  /** RFC 3339 in UTC, to the microsecond. */
  at: string;
  actorId: string | null;
  subjectId: string | null;
  keyId: string | null;
  action: string;
  targetKind: string;
  targetId: string | null;
  /** JSON. */
  before: string | null;
  /** JSON. */
  after: string | null;
  /** JSON of PartDigest[]. */
  particulars: string;
  requestId: string | null;
}

/** Purpose of the MACs that say an entry was written by this installation. */
export const ENTRY_MAC = 'audit entry';

/** What an entry's MAC and its link of the chain cover: everything, in one fixed order. */
export function textOf(entry: Entry): string {
  return JSON.stringify([
    ...[entry.accountId, entry.id, entry.at, entry.actorId, entry.subjectId, entry.keyId, entry.action],
    ...[entry.targetKind, entry.targetId, entry.before, entry.after, entry.particulars, entry.requestId],
  ]);
}

/** Particulars without their salt can't be guessed from what is left of them. */
export function digestOf(salt: string, content: string): string {
  return createHash('sha256')
    .update(JSON.stringify([salt, content]))
    .digest('base64url');
}
