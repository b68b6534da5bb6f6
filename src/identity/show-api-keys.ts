import { Injectable } from '@nestjs/common';
import { Page, PageQuery, pageOf, positionOf } from '../platform/http';
import { ApiKeyStore } from './api-key.store';
import { type ApiKey, toApiKey } from './api-keys.dto';
import { isAdmin } from './policies';
import type { Principal } from './principal';

/** One's own keys; admins see everybody's. */
@Injectable()
export class ShowApiKeys {
  constructor(private readonly keys: ApiKeyStore) {}

  async page({ accountId, userId, role }: Principal, query: PageQuery): Promise<Page<ApiKey>> {
    const whose = isAdmin(role) ? null : userId;
    const rows = await this.keys.page(accountId, whose, positionOf(query), query.limit + 1);
    return pageOf(rows, query, ({ createdAt, id }) => ({ at: createdAt, id }), toApiKey);
  }
}
