import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { type Page, type PageQuery, pageOf, positionOf } from '../platform/http';
import { type Principal, sessionOf } from './principal';
import { SessionStore } from './session.store';
import { type ShownSession, toSession } from './sessions.dto';

/** Where a person is logged in, in whatever account, and who is logged in as them. */
@Injectable()
export class ShowSessions {
  constructor(
    private readonly store: SessionStore,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async run(who: Principal, query: PageQuery): Promise<Page<ShownSession>> {
    const rows = await this.store.page(who.userId, this.clock.now(), positionOf(query), query.limit + 1);
    const current = sessionOf(who);
    return pageOf(
      rows,
      query,
      ({ createdAt, id }) => ({ at: createdAt, id }),
      (row) => toSession(row, current),
    );
  }
}
