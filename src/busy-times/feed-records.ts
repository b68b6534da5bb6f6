import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { FeedJobs } from './feed-jobs';
import type { FeedRow } from './feed.entity';

/** Says what somebody did to a busy feed: to the job that fetches it, and to the audit. Never its address, a secret. */
@Injectable()
export class FeedRecords {
  constructor(
    private readonly jobs: FeedJobs,
    private readonly audit: Audit,
  ) {}

  async added(row: FeedRow): Promise<void> {
    await this.jobs.now({ accountId: row.accountId, feedId: row.id });
    await this.audit.record('busy-feed.added', { ...told(row), after: { userId: row.userId, name: row.name } });
  }

  async renamed(before: FeedRow, after: FeedRow): Promise<void> {
    const names = { before: { name: before.name }, after: { name: after.name } };
    await this.audit.record('busy-feed.changed', { ...told(before), ...names });
  }

  async refreshed(row: FeedRow): Promise<void> {
    await this.jobs.now({ accountId: row.accountId, feedId: row.id });
    await this.audit.record('busy-feed.refreshed', told(row));
  }

  async removed(row: FeedRow): Promise<void> {
    await this.jobs.forget({ accountId: row.accountId, feedId: row.id });
    await this.audit.record('busy-feed.removed', { ...told(row), before: { userId: row.userId, name: row.name } });
  }
}

const told = ({ id, userId }: FeedRow) => ({ target: { kind: 'busy-feed', id }, personId: userId });
