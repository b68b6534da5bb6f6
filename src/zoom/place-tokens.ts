import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import type { ZoomUser } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { NOBODY, runInContext, currentContext } from '../platform/context';
import type { Problem } from '../platform/http';
import { RevokeTokens } from './revoke-tokens';
import type { SignIn } from './sign-in';
import { TokenVault, Tokens } from './token-vault';
import type { ConnectionRow } from './zoom-connection.entity';
import { ZoomConnectionStore } from './zoom-connection.store';
import { ZoomConnected } from './zoom.events';

/** Where a fresh token set goes. Inside the transaction that decides. */
@Injectable()
export class PlaceTokens {
  constructor(
    private readonly connections: ZoomConnectionStore,
    private readonly vault: TokenVault,
    private readonly revoke: RevokeTokens,
    private readonly acts: Acts,
    private readonly clock: Clock,
  ) {}

  /** Binds the Zoom user to the user ID and makes, or renews, the connection. */
  async connect(signIn: SignIn, user: ZoomUser, tokens: Tokens): Promise<void> {
    const { accountId, userId } = signIn;
    const now = this.clock.now();
    await this.connections.bind(user.id, userId, now);
    const former = await this.connections.former(userId, user.id);
    const news = { accountId, connectedAt: now, disconnectedAt: null };
    const row = former
      ? await this.renewed(former, user, tokens, news)
      : await this.made({ ...news, userId, zoomUserId: user.id }, user, tokens);
    await inNameOf(signIn, () => this.publish(row, former !== null));
  }

  /** The sign-in killed the tokens of a living connection of this Zoom user, so that one needs the fresh ones. */
  async afterRefusal(signIn: SignIn, user: ZoomUser, tokens: Tokens, refusal: Problem): Promise<void> {
    const target = { kind: 'user', id: signIn.userId };
    const after = { why: refusal.definition.slug, zoomUserId: user.id, zoomEmail: user.email };
    await inNameOf(signIn, () => this.acts.record('zoom.refused', { target, after }));
    const rightful = await this.connections.liveOfZoomUser(user.id);
    if (rightful) await this.replace(rightful, user, tokens);
    else await this.revoke.later(user.id, tokens);
  }

  /** The connection stays its user's, whoever signed in; it only goes on with the tokens that live. */
  private async replace(rightful: ConnectionRow, user: ZoomUser, tokens: Tokens): Promise<void> {
    const row = await this.renewed(rightful, user, tokens, {});
    if (rightful.state === 'connected') return;
    // Who signed in may be of another account, where nobody shall learn of them.
    await runInContext({ ...NOBODY }, () => this.publish(row, true));
  }

  private async made(
    whose: Pick<ConnectionRow, 'accountId' | 'userId' | 'zoomUserId' | 'connectedAt' | 'disconnectedAt'>,
    user: ZoomUser,
    tokens: Tokens,
  ): Promise<ConnectionRow> {
    const id = randomUUID();
    const row: ConnectionRow = { id, ...whose, ...this.known(id, user, tokens), version: 1 };
    await this.connections.insert(row);
    return row;
  }

  private async renewed(
    row: ConnectionRow,
    user: ZoomUser,
    tokens: Tokens,
    news: Partial<ConnectionRow>,
  ): Promise<ConnectionRow> {
    const renewed = await this.connections.change(row, { ...news, ...this.known(row.id, user, tokens) });
    if (renewed) return renewed;
    // Only a session that lost its lease can have come between, with tokens older than these.
    const current = await this.connections.byId(row.id);
    if (!current) throw new Error(`The connection ${row.id} is gone`);
    return this.renewed(current, user, tokens, news);
  }

  private known(connectionId: string, user: ZoomUser, tokens: Tokens) {
    return {
      zoomAccountId: user.accountId,
      email: user.email,
      displayName: user.displayName,
      plan: user.plan,
      scopes: tokens.scopes,
      state: 'connected' as const,
      ...this.vault.seal(connectionId, tokens),
    };
  }

  private publish(row: ConnectionRow, sameZoomUser: boolean): Promise<void> {
    const { id, accountId, userId, zoomUserId, version } = row;
    const about = { accountId, aggregateId: id, aggregateVersion: version };
    const payload = { userId, zoomUserId, connectionId: id, sameZoomUser };
    const after = { zoomUserId, zoomEmail: row.email, plan: row.plan };
    return this.acts.publish(ZoomConnected, about, payload, { target: { kind: 'user', id: userId }, after });
  }
}

/** Zoom sends browsers back without our token: who began says who it is. */
function inNameOf({ accountId, actorId, userId: subjectId }: SignIn, work: () => Promise<void>): Promise<void> {
  return runInContext({ ...currentContext(), accountId, actorId, subjectId }, work);
}
