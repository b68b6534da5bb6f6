import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { Database } from '../platform/database';
import { Events } from '../platform/events';
import { Forbidden } from '../platform/http';
import { LoginAsStarted } from './identity.events';
import { assertMayLogInAs } from './login-as.rules';
import type { Principal } from './principal';
import { type OpenSession, Sessions } from './sessions';
import { Team } from './team';

/** Opens a session in which an owner or admin acts as somebody else of the account: docs/login-as.md. */
@Injectable()
export class LogInAs {
  constructor(
    private readonly db: Database,
    private readonly team: Team,
    private readonly sessions: Sessions,
    private readonly events: Events,
    private readonly audit: Audit,
  ) {}

  /** @throws NotFound, Forbidden, CannotLoginAs */
  run(who: Principal, userId: string, reason: string): Promise<OpenSession> {
    const { accountId } = who;
    return this.db.transaction(async () => {
      const subject = await this.team.lockMember(accountId, userId);
      assertMayLogInAs(who, subject);
      const session = await this.sessions.openAs(who, userId, reason);
      if (!session) throw Forbidden('You may not log in as them any more.');
      const about = { accountId, aggregateId: userId, aggregateVersion: subject.version };
      const expiresAt = session.expiresAt.toISOString();
      await this.events.publish(LoginAsStarted, about, { userId, reason, expiresAt });
      const target = { kind: 'user', id: userId };
      await this.audit.record('login-as.started', { target, after: { reason, expiresAt }, subjectId: userId });
      return session;
    });
  }
}
