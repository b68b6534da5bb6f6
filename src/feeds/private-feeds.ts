import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import type { Principal } from '../identity';
import { Addresses } from '../platform/config';
import { Secrets } from '../platform/crypto';
import { Database } from '../platform/database';
import { NotFound, isId } from '../platform/http';
import type { PrivateFeedRow } from './private-feed.entity';
import { PrivateFeedStore } from './private-feed.store';

const PURPOSE = 'private-feed';

/** Addresses at which users read their own appointments in other programs. Derived, not stored: a generation kills them. */
@Injectable()
export class PrivateFeeds {
  constructor(
    private readonly store: PrivateFeedStore,
    private readonly secrets: Secrets,
    private readonly addresses: Addresses,
    private readonly db: Database,
    private readonly audit: Audit,
  ) {}

  async show({ accountId, userId }: Principal): Promise<{ url: string }> {
    return { url: this.urlOf(await this.store.of(accountId, userId)) };
  }

  /** A new address; the one before it leads nowhere from now on. */
  async rotate({ accountId, userId }: Principal): Promise<{ url: string }> {
    return this.db.transaction(async () => {
      await this.store.nextGeneration(await this.store.of(accountId, userId));
      await this.audit.record('private-feed.rotated', { target: { kind: 'user', id: userId } });
      return { url: this.urlOf(await this.store.of(accountId, userId)) };
    });
  }

  /** @throws NotFound for a token that is not ours, or of an older generation */
  async byToken(token: string): Promise<PrivateFeedRow> {
    const [id = '', ...mac] = token.split('.');
    const row = isId(id) ? await this.store.findAnywhere(id) : null;
    if (row && this.secrets.macMatches(mac.join('.'), PURPOSE, row.id, row.generation)) return row;
    throw NotFound('This address leads nowhere, or not any more.');
  }

  private urlOf({ id, generation }: PrivateFeedRow): string {
    return `${this.addresses.publicUrl}/feeds/${id}.${this.secrets.mac(PURPOSE, id, generation)}.ics`;
  }
}
