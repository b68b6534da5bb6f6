import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { Database } from '../platform/database';
import { NotFound } from '../platform/http';
import { type Principal, sessionOf } from './principal';
import type { EndedSession } from './session.store';
import { Sessions } from './sessions';

/** Logs a person out elsewhere: in one place, or in all but this one. Whatever is open there ends at once. */
@Injectable()
export class RevokeSessions {
  constructor(
    private readonly db: Database,
    private readonly sessions: Sessions,
    private readonly audit: Audit,
  ) {}

  /** @throws NotFound */
  one({ userId }: Principal, sessionId: string): Promise<void> {
    return this.db.transaction(async () => {
      const ended = await this.sessions.endOne(userId, sessionId);
      if (ended.length === 0) throw NotFound(`You have no session with the ID ${sessionId}.`);
      await this.record(userId, ended);
    });
  }

  /** All but the one that asks. */
  others(who: Principal): Promise<void> {
    return this.db.transaction(async () => {
      await this.record(who.userId, await this.sessions.endOthers(who.userId, sessionOf(who)));
    });
  }

  /** In the account that each was for. What others did as the person, or they as others, is recorded as such. */
  private async record(userId: string, ended: EndedSession[]): Promise<void> {
    const own = ended.filter(({ actorId }) => actorId === null);
    await this.audit.recordAll(
      'session.revoked',
      own.map(({ id, accountId }) => ({
        target: { kind: 'session', id },
        accountId,
        actorId: userId,
        personId: userId,
      })),
    );
  }
}
