import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { currentContext } from '../platform/context';
import { Secrets } from '../platform/crypto';
import { parted } from './audit.rules';
import { AuditStore, NewEntry, Particulars } from './audit.store';
import { ENTRY_MAC, Entry, Part, digestOf, textOf } from './entry.rules';

const SALT_BYTES = 16;

export interface AuditTarget {
  /** `user`, `calendar`, `appointment`, …: the noun of a route or of an action. */
  kind: string;
  id: string | null;
}

export interface AuditAbout {
  target: AuditTarget;
  /** Only what changed, as it was; `changed` finds it. Never a secret. */
  before?: object;
  /** Only what changed, as it is. Never a secret. */
  after?: object;
  /** These three override whom the request says, where it says nobody: on public routes and in jobs. */
  accountId?: string;
  actorId?: string | null;
  subjectId?: string | null;
  /** Whom the personal values tell of, unless the target is a user or a contact; and the guest who acted. */
  personId?: string | null;
}

/** The record of who did what, as whom, from where. Nothing here is ever changed; a person can be forgotten. */
@Injectable()
export class Audit {
  constructor(
    private readonly store: AuditStore,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes one entry, in one statement of the transaction under way: rolled back with it, and waiting for nobody.
   * @param action `<noun>.<past participle>`, such as `user.role-changed`
   */
  async record(action: string, about: AuditAbout): Promise<void> {
    await this.recordAll(action, [about]);
  }

  /** The same for several at once, in one statement. */
  async recordAll(action: string, abouts: AuditAbout[]): Promise<void> {
    await this.append(abouts.map((about) => ({ action, about })));
  }

  async append(entries: { action: string; about: AuditAbout }[]): Promise<void> {
    if (entries.length === 0) return;
    await this.store.append(entries.map(({ action, about }) => this.entryOf(action, about)));
  }

  /**
   * Erases what the account's entries tell of a person, a user or a contact: names, addresses, personal values before
   * and after. User and contact IDs stay, and so does the chain. Comes last in an act: what is recorded after it stays.
   */
  async forget(accountId: string, ...personIds: string[]): Promise<void> {
    for (const personId of personIds) {
      const parts = await this.store.forget(accountId, personId);
      const target = { kind: 'person', id: personId };
      const entry = this.entryOf('person.forgotten', { accountId, target, after: { parts } }, personId);
      await this.store.append([entry]);
    }
  }

  /**
   * The same where the values of a thing tell of a person by the way, with an entry for each that says so.
   * @param coarse a regular expression of PostgreSQL's that finds all of them, and some that do not
   * @returns of how many entries
   */
  async forgetTraces(accountId: string, coarse: string, tells: (content: unknown) => boolean): Promise<number> {
    const entryIds = await this.store.forgetTraces(accountId, coarse, tells);
    const forgotten = entryIds.map((id) => ({ accountId, target: { kind: 'audit-entry', id } }));
    await this.recordAll('values.forgotten', forgotten);
    return entryIds.length;
  }

  /** @param forgotten of whom not even this entry tells */
  private entryOf(action: string, about: AuditAbout, forgotten?: string): NewEntry {
    const who = this.whoOf(action, about);
    const before = about.before && parted(about.before);
    const after = about.after && parted(about.after);
    const tells = { before: before?.personal ?? null, after: after?.personal ?? null };
    const { kind, id } = about.target;
    const person = about.personId ?? (kind === 'user' || kind === 'contact' ? id : null);
    const particulars = [
      ...particularsOf('actor', who.actorId ?? about.personId ?? null, { name: who.actorName, address: who.address }),
      ...particularsOf('subject', who.subjectId, { name: who.subjectName }),
      ...particularsOf('values', person, tells),
    ].filter(({ personId }) => forgotten === undefined || personId !== forgotten);
    const entry: Entry = {
      id: randomUUID(),
      accountId: who.accountId,
      at: this.clock.now().toISOString().replace('Z', '000Z'),
      actorId: who.actorId,
      subjectId: who.subjectId,
      keyId: who.keyId,
      action,
      targetKind: kind,
      targetId: id,
      before: before ? JSON.stringify(before.open) : null,
      after: after ? JSON.stringify(after.open) : null,
      particulars: JSON.stringify(
        particulars.map(({ part, personId, salt, content }) => ({ part, personId, digest: digestOf(salt, content) })),
      ),
      requestId: who.requestId,
    };
    return { entry, mac: this.secrets.mac(ENTRY_MAC, textOf(entry)), particulars };
  }

  private whoOf(action: string, about: AuditAbout) {
    const context = currentContext();
    const accountId = about.accountId ?? context.accountId;
    if (accountId === null) throw new Error(`${action} is recorded for no account`);
    const actorId = about.actorId === undefined ? context.actorId : about.actorId;
    const subjectId = about.subjectId ?? (about.actorId === undefined ? context.subjectId : actorId);
    return {
      accountId,
      actorId,
      subjectId,
      actorName: actorId === context.actorId ? context.actorName : null,
      // Themselves, mostly: one name is enough.
      subjectName: subjectId === context.subjectId && subjectId !== actorId ? context.subjectName : null,
      address: context.address,
      keyId: context.keyId,
      requestId: context.requestId,
    };
  }
}

/** One, or none when there is nothing to tell. */
function particularsOf(part: Part, personId: string | null, values: Record<string, unknown>): Particulars[] {
  const told = Object.entries(values).filter(([, value]) => value !== null);
  if (told.length === 0) return [];
  const salt = randomBytes(SALT_BYTES).toString('base64url');
  return [{ part, personId, salt, content: JSON.stringify(Object.fromEntries(told)) }];
}
