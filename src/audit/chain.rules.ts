import { createHash } from 'node:crypto';
import { Entry, textOf } from './entry.rules';

/** How far an account's chain goes. */
export interface Head {
  accountId: string;
  /** Of the last sealed entry; 0 before the first. */
  number: number;
  /** Of the last sealed entry; empty before the first. */
  hash: string;
}

/** A head as it is stored: signed with a key that is not in the database. */
export interface SignedHead extends Head {
  sealedAt: Date;
  mac: string;
}

export const HEAD_MAC = 'audit head';
export const ROLL_MAC = 'audit roll';

/** What a head's MAC covers. */
export function headParts({ accountId, number, hash, sealedAt }: Omit<SignedHead, 'mac'>): (string | number)[] {
  return [accountId, number, hash, sealedAt.toISOString()];
}

/** The link of one entry: SHA-256, base64url, over the link before it, its number and everything it says. */
export function hashOf(previous: string, number: number, entry: Entry): string {
  return createHash('sha256')
    .update(JSON.stringify([previous, number, textOf(entry)]))
    .digest('base64url');
}

export interface Link {
  id: string;
  number: number;
  hash: string;
}

/** The links that follow a head, and the head after them. Numbers have no gaps. */
export function extended(head: Head, entries: Entry[]): { links: Link[]; head: Head } {
  const links: Link[] = [];
  let { number, hash } = head;
  for (const entry of entries) {
    number += 1;
    hash = hashOf(hash, number, entry);
    links.push({ id: entry.id, number, hash });
  }
  return { links, head: { accountId: head.accountId, number, hash } };
}
