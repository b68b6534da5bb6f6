import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { type Page, type PageQuery, pageOf } from '../platform/http';
import { type ShownLogin, toShownLogin } from './login-as.dto';
import { LoginAsStore } from './login-as.store';
import { People } from './people';
import type { Principal } from './principal';

/** Who acts as a user now. */
@Injectable()
export class ShowLoginsAs {
  constructor(
    private readonly people: People,
    private readonly store: LoginAsStore,
    private readonly clock: Clock,
  ) {}

  /** Latest first. @throws NotFound */
  async run({ accountId }: Principal, userId: string, query: PageQuery): Promise<Page<ShownLogin>> {
    await this.people.assertMember(accountId, userId);
    const rows = await this.store.page(accountId, userId, this.clock.now(), query);
    return pageOf(rows, query, ({ startedAt, sessionId }) => ({ at: startedAt, id: sessionId }), toShownLogin);
  }
}
