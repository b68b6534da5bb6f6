import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { ErasesPerson, type Receipt } from '../data-rights';
import { Database } from '../platform/database';
import { Intents } from '../platform/events';
import { ContactStore } from './contact.store';
import { EraseContactIntent } from './contacts.intents';

/** Forgets who a contact was. What they booked stays, of nobody: docs/data-rights.md. */
@Injectable()
export class EraseContact {
  constructor(
    private readonly db: Database,
    private readonly store: ContactStore,
    private readonly intents: Intents,
    private readonly erases: ErasesPerson,
    private readonly audit: Audit,
  ) {}

  /** @param future what to do with appointments still to come @throws NotFound, HasFutureAppointments */
  run(accountId: string, contactId: string, future: 'cancel' | undefined): Promise<Receipt> {
    return this.db.transaction(async () => {
      await this.store.get(accountId, contactId);
      await this.intents.announce(EraseContactIntent, { accountId, contactId, future });
      // Whoever books for them waits here, and then finds nobody.
      await this.store.lockAlone(accountId, contactId);
      await this.intents.announce(EraseContactIntent, { accountId, contactId });
      const formerIds = await this.store.formerIds(accountId, contactId);
      const receipt = await this.erases.run({ accountId, kind: 'contact', id: contactId, formerIds });
      const after = { receiptId: receipt.id, erased: receipt.erased };
      await this.audit.record('contact.erased', { target: { kind: 'contact', id: contactId }, after });
      await this.audit.forget(accountId, contactId, ...formerIds);
      return receipt;
    });
  }
}
