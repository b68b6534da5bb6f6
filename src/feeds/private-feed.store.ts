import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { PrivateFeedEntity, type PrivateFeedRow } from './private-feed.entity';

@Injectable()
export class PrivateFeedStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** The user's feed in the account, made when first asked for. */
  async of(accountId: string, userId: string): Promise<PrivateFeedRow> {
    const known = await this.feeds.findOneBy({ accountId, userId });
    if (known) return known;
    await this.db.query(
      `INSERT INTO private_feeds (id, account_id, user_id, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account_id, user_id) DO NOTHING`,
      [randomUUID(), accountId, userId, this.clock.now()],
    );
    return this.feeds.findOneByOrFail({ accountId, userId });
  }

  async nextGeneration({ accountId, id }: PrivateFeedRow): Promise<void> {
    await this.feeds.increment({ accountId, id }, 'generation', 1);
  }

  /** For addresses, which name no account: their MAC is checked against the row. */
  findAnywhere(id: string): Promise<PrivateFeedRow | null> {
    return this.feeds.findOneBy({ id });
  }

  async remove(accountId: string, userId: string): Promise<void> {
    await this.feeds.delete({ accountId, userId });
  }

  private get feeds() {
    return this.db.repository(PrivateFeedEntity);
  }
}
