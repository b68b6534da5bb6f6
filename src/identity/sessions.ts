import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { Clock } from '../platform/clock';
import { currentContext } from '../platform/context';
import { hashToken, randomToken } from '../platform/crypto';
import { Database } from '../platform/database';
import { LOGIN_AS_MS, mayActAs } from './login-as.rules';
import { LoginAsStore } from './login-as.store';
import { type Principal, sessionOf } from './principal';
import type { SessionRow } from './session.entity';
import { type EndedSession, type Holder, SessionStore } from './session.store';

const LIFETIME_MS = 30 * 86_400_000;
/** How exactly it is known when a session was used last. */
const TOUCH_MS = 15 * 60_000;
const MAX_USER_AGENT = 200;

export interface OpenSession {
  token: string;
  expiresAt: Date;
}

/** Opaque bearer tokens; only their hashes are stored. */
@Injectable()
export class Sessions {
  constructor(
    private readonly db: Database,
    private readonly store: SessionStore,
    private readonly logins: LoginAsStore,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  open(accountId: string, userId: string): Promise<OpenSession> {
    const until = this.clock.ms() + LIFETIME_MS;
    return this.db.transaction(async () => {
      const opened = await this.insert({ accountId, userId, actorId: null, reason: null, openedBy: null }, until);
      await this.audit.record('user.logged-in', { accountId, actorId: userId, target: { kind: 'user', id: userId } });
      return opened;
    });
  }

  /**
   * Lets somebody act as another of their account, no longer than they are logged in themselves.
   * In the act's transaction. @returns null when they may not (any more)
   */
  async openAs(who: Principal, userId: string, reason: string): Promise<OpenSession | null> {
    const openedBy = sessionOf(who);
    const ownEnd = await this.store.holdOpen(openedBy, this.clock.now());
    if (!ownEnd) return null;
    const until = Math.min(this.clock.ms() + LOGIN_AS_MS, ownEnd.getTime());
    const { accountId, userId: actorId } = who;
    const opened = await this.insert({ accountId, userId, actorId, reason, openedBy }, until);
    return (await this.principalOf(opened.token)) ? opened : null;
  }

  async principalOf(token: string): Promise<Principal | undefined> {
    const now = this.clock.now();
    const holder = await this.store.byToken(hashToken(token), now);
    const principal = upheld(holder);
    if (principal && holder && now.getTime() - holder.lastUsedAt.getTime() >= TOUCH_MS) {
      await this.store.touch(sessionOf(principal), now);
    }
    return principal;
  }

  async isAlive(sessionId: string): Promise<boolean> {
    return upheld(await this.store.byId(sessionId, this.clock.now())) !== undefined;
  }

  async close(who: Principal): Promise<void> {
    await this.db.transaction(async () => {
      await this.ending(() => this.store.end(sessionOf(who)));
      await this.audit.record('user.logged-out', { target: { kind: 'user', id: who.userId } });
    });
  }

  /** Ends one of the person's sessions, or of others who act as them. */
  endOne(userId: string, sessionId: string): Promise<EndedSession[]> {
    return this.ending(() => this.store.endOne(userId, sessionId));
  }

  /** Ends every session of the person, and those in which they act as others, but one. */
  endOthers(userId: string, sessionId: string): Promise<EndedSession[]> {
    return this.ending(() => this.store.endOthers(userId, sessionId));
  }

  /** Ends every session of the person, and those in which they act as others. */
  async endEvery(userId: string): Promise<void> {
    await this.ending(() => this.store.endEvery(userId));
  }

  /** Ends what the person has in one account, also where they act as others. */
  async endInAccount(accountId: string, userId: string): Promise<void> {
    await this.ending(() => this.store.endInAccount(accountId, userId));
  }

  /** Ends every login of others as the user. */
  async endLoginsAs(accountId: string, userId: string): Promise<void> {
    await this.ending(() => this.store.endLoginsAs(accountId, userId));
  }

  /** Ends the logins as the user, or by them, that a new role of theirs does not allow. */
  async endUnallowed(accountId: string, userId: string): Promise<void> {
    const logins = await this.logins.concerning(accountId, userId);
    const unallowed = logins.filter(({ actorRole, role }) => !mayActAs(actorRole, role));
    await this.ending(() =>
      this.store.endAll(
        accountId,
        unallowed.map(({ sessionId }) => sessionId),
      ),
    );
  }

  /** Logins as others that end with it are audited, whatever ended them. */
  private ending(end: () => Promise<EndedSession[]>): Promise<EndedSession[]> {
    return this.db.transaction(async () => {
      const ended = await end();
      const logins = ended.filter(({ actorId }) => actorId !== null);
      await this.audit.recordAll(
        'login-as.ended',
        logins.map(({ accountId, userId, actorId, reason }) => {
          return { accountId, target: { kind: 'user', id: userId }, before: { actorId, reason } };
        }),
      );
      return ended;
    });
  }

  private async insert(
    session: Pick<SessionRow, 'accountId' | 'userId' | 'actorId' | 'reason' | 'openedBy'>,
    until: number,
  ) {
    const token = randomToken();
    const expiresAt = new Date(until);
    const createdAt = this.clock.now();
    const { address, userAgent } = currentContext();
    const where = { address, userAgent: userAgent?.slice(0, MAX_USER_AGENT) ?? null };
    const times = { createdAt, lastUsedAt: createdAt, expiresAt };
    await this.store.insert({ ...session, ...where, ...times, id: randomUUID(), tokenHash: hashToken(token) });
    return { token, expiresAt };
  }
}

/** Whoever acts as another does so while their roles allow it. */
function upheld(holder: Holder | undefined): Principal | undefined {
  if (!holder) return undefined;
  const { principal, actorRole } = holder;
  const { userId, actorId, role } = principal;
  return userId === actorId || mayActAs(actorRole, role) ? principal : undefined;
}
