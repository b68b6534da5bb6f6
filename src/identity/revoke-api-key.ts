import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { Database } from '../platform/database';
import { NotFound } from '../platform/http';
import { ApiKeyStore } from './api-key.store';
import { isAdmin } from './policies';
import type { Principal } from './principal';

/** Ends a key, one's own or, for admins, anybody's. It is dead at once. */
@Injectable()
export class RevokeApiKey {
  constructor(
    private readonly db: Database,
    private readonly keys: ApiKeyStore,
    private readonly audit: Audit,
  ) {}

  /** @throws NotFound */
  run({ accountId, userId, role }: Principal, id: string): Promise<void> {
    return this.db.transaction(async () => {
      const key = await this.keys.find(accountId, id);
      if (!key || (key.userId !== userId && !isAdmin(role))) throw NotFound(`No API key has the ID ${id}.`);
      await this.keys.remove(accountId, id);
      const { name, scopes, expiresAt } = key;
      const target = { kind: 'api-key', id };
      await this.audit.record('api-key.revoked', { target, before: { name, scopes, expiresAt }, personId: key.userId });
    });
  }
}
