import { Clock } from '../platform/clock';
import type { Rotation, Secrets } from '../platform/crypto';
import type { Database } from '../platform/database';
import { ChainStore } from './chain.store';
import { Chains } from './chains';

/** For programs that run beside the application: the audit's part in a change of keys. */
export async function rotateAuditKeys(db: Database, secrets: Secrets): Promise<Rotation[]> {
  const { signed, refused } = await signAudit(db, secrets, false);
  // What waits for its seal needs the key it was signed with until then.
  const waiting = await new ChainStore(db).countOtherwiseSigned(secrets.sealingKey);
  return [
    { name: 'audit_heads.mac', resealed: signed, unreadable: refused, left: refused },
    { name: 'audit_entries.mac', resealed: 0, unreadable: 0, left: waiting },
  ];
}

/** Signs where the chains end. @param whatever also what was not signed with a key we have */
export function signAudit(
  db: Database,
  secrets: Secrets,
  whatever: boolean,
): Promise<{ signed: number; refused: number }> {
  return db.transaction(() => new Chains(new ChainStore(db), secrets, new Clock()).signAnew(whatever));
}
