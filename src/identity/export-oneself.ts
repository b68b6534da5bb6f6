import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { CopiesPerson, type Copy } from '../data-rights';
import { Database } from '../platform/database';
import { PersonTraceStore } from './person-traces.store';
import type { Principal } from './principal';

/** Gives people everything held of them in an account, and notes that it was given. */
@Injectable()
export class ExportOneself {
  constructor(
    private readonly db: Database,
    private readonly traces: PersonTraceStore,
    private readonly copies: CopiesPerson,
    private readonly audit: Audit,
  ) {}

  run({ accountId, userId }: Principal): Promise<Copy> {
    return this.db.transaction(async () => {
      await this.audit.record('user.exported', { target: { kind: 'user', id: userId } });
      const formerIds = await this.traces.formerIds(accountId, userId);
      return this.copies.run({ accountId, kind: 'user', id: userId, formerIds });
    });
  }
}
