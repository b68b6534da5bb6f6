import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import { Clock } from '../platform/clock';
import { RevokeTokens } from './revoke-tokens';
import { TokenVault } from './token-vault';
import type { ConnectionRow } from './zoom-connection.entity';
import { ZoomConnectionStore } from './zoom-connection.store';
import { type WhyDisconnected, ZoomDisconnected } from './zoom.events';

/** The last step of every act that ends a connection. Inside the act's transaction, with the person locked. */
@Injectable()
export class EndConnection {
  constructor(
    private readonly connections: ZoomConnectionStore,
    private readonly vault: TokenVault,
    private readonly revoke: RevokeTokens,
    private readonly acts: Acts,
    private readonly clock: Clock,
  ) {}

  /** @param accountId where the act happens */
  async run(accountId: string, userId: string, why: WhyDisconnected): Promise<void> {
    const live = await this.lockedLive(userId);
    if (!live) return;
    const tokens = this.vault.open(live);
    const ended = await this.connections.change(live, {
      state: 'disconnected',
      accessToken: null,
      refreshToken: null,
      accessExpiresAt: null,
      disconnectedAt: this.clock.now(),
    });
    // A session saved refreshed tokens at this very moment: those are the ones to revoke.
    if (!ended) return this.run(accountId, userId, why);
    // Zoom has killed them already when the app was removed there.
    if (tokens && why !== 'uninstalled') await this.revoke.later(live.zoomUserId, tokens);
    await this.acts.publish(
      ZoomDisconnected,
      { accountId, aggregateId: ended.id, aggregateVersion: ended.version },
      { userId, zoomUserId: ended.zoomUserId, connectionId: ended.id, why },
      {
        action: why === 'uninstalled' ? 'zoom.uninstalled' : 'zoom.disconnected',
        target: { kind: 'user', id: userId },
        before: { zoomUserId: ended.zoomUserId, zoomEmail: ended.email },
        after: { why },
      },
    );
  }

  private async lockedLive(userId: string): Promise<ConnectionRow | null> {
    await this.connections.lock(userId, await this.connections.boundZoomUsers(userId));
    return this.connections.live(userId);
  }
}
