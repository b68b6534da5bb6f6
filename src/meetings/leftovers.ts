import { Injectable } from '@nestjs/common';
import { People, type Principal } from '../identity';
import { type Page, type PageQuery, pageOf, positionOf } from '../platform/http';
import { ZoomConnections } from '../zoom';
import { DeletionStore } from './deletion.store';
import type { ShownLeftover } from './leftovers.dto';
import type { MeetingRow } from './meeting.entity';

/** Meetings that nobody needs any more and that are still in somebody's Zoom, or may be. */
@Injectable()
export class Leftovers {
  constructor(
    private readonly store: DeletionStore,
    private readonly connections: ZoomConnections,
    private readonly people: People,
  ) {}

  /** One's own, of all accounts; what those of another account are called is said there alone. */
  of({ accountId, userId }: Principal, query: PageQuery): Promise<Page<ShownLeftover>> {
    return this.page(userId, query, { accountId, onlyThere: false });
  }

  /** Those of somebody of the account, deleted ones too. @throws NotFound */
  async ofMember({ accountId }: Principal, userId: string, query: PageQuery): Promise<Page<ShownLeftover>> {
    const { userId: known } = await this.people.get(accountId, userId, { deletedToo: true });
    return this.page(known, query, { accountId, onlyThere: true });
  }

  private async page(userId: string, query: PageQuery, { accountId, onlyThere }: Shown): Promise<Page<ShownLeftover>> {
    const where = { userId, accountId: onlyThere ? accountId : null };
    const rows = await this.store.page(where, positionOf(query), query.limit + 1);
    const state = (await this.connections.statesOf([userId])).get(userId) ?? 'not-connected';
    const without = state === 'connected' ? null : `zoom-${state}`;
    return pageOf(
      rows,
      query,
      ({ startsAt, id }) => ({ at: startsAt, id }),
      (row) => shown(row, accountId, without),
    );
  }
}

interface Shown {
  accountId: string;
  onlyThere: boolean;
}

function shown(
  { accountId, zoomMeetingId, topic, startsAt, failure }: MeetingRow,
  ownAccount: string,
  without: string | null,
) {
  return {
    zoomMeetingId,
    topic: accountId === ownAccount ? topic : null,
    start: startsAt.toISOString(),
    reason: failure ?? without,
  };
}
