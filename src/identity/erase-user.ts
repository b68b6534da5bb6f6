import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { type DataSubject, ErasesPerson, type Receipt } from '../data-rights';
import { Database } from '../platform/database';
import { CannotErase } from './identity.problems';
import type { Person } from './person';
import { PersonTraceStore } from './person-traces.store';
import type { Principal } from './principal';
import { Team } from './team';
import { assertMayTouch } from './team.rules';

/** Forgets who a deleted user was. The user ID stays, of nobody: docs/data-rights.md. */
@Injectable()
export class EraseUser {
  constructor(
    private readonly db: Database,
    private readonly team: Team,
    private readonly traces: PersonTraceStore,
    private readonly erases: ErasesPerson,
    private readonly audit: Audit,
  ) {}

  /** @throws NotFound, Forbidden, CannotErase */
  run({ accountId, role }: Principal, userId: string): Promise<Receipt> {
    return this.db.transaction(async () => {
      const person = await this.team.lockMember(accountId, userId, { deletedToo: true });
      assertMayTouch(role, person);
      assertErasable(person);
      const formerIds = await this.traces.formerIds(accountId, userId);
      const subject: DataSubject = { accountId, kind: 'user', id: userId, formerIds };
      await this.assertNobodyElse(subject);
      const receipt = await this.erases.run(subject);
      const after = { receiptId: receipt.id, erased: receipt.erased };
      await this.audit.record('user.erased', { target: { kind: 'user', id: userId }, after });
      await this.audit.forget(accountId, userId, ...formerIds);
      return receipt;
    });
  }

  /** What is found by an address would be theirs, too. */
  private async assertNobodyElse({ accountId, id, formerIds }: DataSubject): Promise<void> {
    const known = await this.traces.knownAs(accountId, [id, ...formerIds]);
    const emails = known.map(({ email }) => email.toLowerCase());
    if (!(await this.traces.isHadByMember(accountId, emails))) return;
    throw CannotErase('Somebody in the account has the same e-mail; erase them once that user is deleted, too.');
  }
}

/** @throws CannotErase */
function assertErasable({ status, restoredAs, email }: Person): void {
  if (status !== 'deleted') throw CannotErase('Delete the user first.');
  if (restoredAs !== null) {
    throw CannotErase(`They came back as ${restoredAs}; erase that user, and this ID goes along.`, {
      members: { restoredAs },
    });
  }
  if (email === '') throw CannotErase('They were erased before.');
}
