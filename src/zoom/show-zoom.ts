import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Page, pageOf, positionOf } from '../platform/http';
import { People, type Principal } from '../identity';
import { utcDay } from './quota.rules';
import { QuotaUsages } from './quota-usages';
import { QuotaStore } from './quota.store';
import { ShownConnection, LedgerQuery, ShownRequest, toConnection, toRequest } from './zoom.dto';
import { ZoomConnections } from './zoom-connections';

/** What a person, or their admin, sees of their Zoom connection. Never a token. */
@Injectable()
export class ShowZoom {
  constructor(
    private readonly people: People,
    private readonly connections: ZoomConnections,
    private readonly usages: QuotaUsages,
    private readonly quota: QuotaStore,
    private readonly clock: Clock,
  ) {}

  async of(userId: string): Promise<ShownConnection> {
    return toConnection(await this.connections.connectionOf(userId), await this.usages.of(userId));
  }

  /** @throws NotFound unless the user is of the account */
  async ofMember({ accountId }: Principal, userId: string): Promise<ShownConnection> {
    await this.people.assertMember(accountId, userId);
    return this.of(userId);
  }

  async requests({ accountId, userId }: Principal, query: LedgerQuery): Promise<Page<ShownRequest>> {
    const day = query.day ?? utcDay(this.clock.ms());
    const rows = await this.quota.requestsOf(userId, day, positionOf(query), query.limit + 1);
    return pageOf(
      rows,
      query,
      ({ at, id }) => ({ at, id }),
      (row) => toRequest(row, accountId),
    );
  }
}
