import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { CopiesPerson, type Copy } from '../data-rights';
import { Database } from '../platform/database';
import { ContactStore } from './contact.store';

/** Gives out everything held of a contact, and notes that it was. */
@Injectable()
export class ExportContact {
  constructor(
    private readonly db: Database,
    private readonly store: ContactStore,
    private readonly copies: CopiesPerson,
    private readonly audit: Audit,
  ) {}

  /** @throws NotFound */
  run(accountId: string, id: string): Promise<Copy> {
    return this.db.transaction(async () => {
      await this.store.get(accountId, id);
      const formerIds = await this.store.formerIds(accountId, id);
      await this.audit.record('contact.exported', { target: { kind: 'contact', id } });
      return this.copies.run({ accountId, kind: 'contact', id, formerIds });
    });
  }
}
