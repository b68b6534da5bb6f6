import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import { Database } from '../platform/database';
import { Intents } from '../platform/events';
import { Invalid, assertVersion } from '../platform/http';
import type { Contact } from './contact.entity';
import { ContactStore } from './contact.store';
import { ContactMerged } from './contacts.events';
import { MergeContact } from './contacts.intents';

/** Makes one contact of two that are the same person. */
@Injectable()
export class MergeContacts {
  constructor(
    private readonly db: Database,
    private readonly store: ContactStore,
    private readonly intents: Intents,
    private readonly acts: Acts,
  ) {}

  /** @returns the one that remains @throws Invalid @throws NotFound @throws StaleVersion of the one that goes */
  run(accountId: string, id: string, intoId: string, ifMatch: number | null): Promise<Contact> {
    if (id === intoId) throw intoItself();
    return this.db.transaction(async () => {
      const [merged, survivor] = await this.store.lockBoth(accountId, id, intoId);
      assertVersion(merged.version, ifMatch);
      await this.intents.announce(MergeContact, { accountId, merged, intoId });
      const after = await this.store.merge(merged, survivor);
      await this.acts.publish(
        ContactMerged,
        { accountId, aggregateId: intoId, aggregateVersion: after.version },
        { mergedId: id },
        { after: { mergedId: id } },
      );
      return after;
    });
  }
}

function intoItself() {
  const detail = 'must be another contact';
  return Invalid(`intoId: ${detail}`, { errors: [{ pointer: '/intoId', detail }] });
}
