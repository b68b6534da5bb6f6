import { Injectable } from '@nestjs/common';
import { ZoomApi, ZoomError } from '#libs/zoom-api';
import { RevokeTokens } from './revoke-tokens';
import { TokenVault, Tokens } from './token-vault';
import type { ConnectionRow } from './zoom-connection.entity';
import { ZoomConnectionStore } from './zoom-connection.store';

/** Spends the refresh token for the next set, and stores it. Under the Zoom user's lease. */
@Injectable()
export class RefreshTokens {
  constructor(
    private readonly zoom: ZoomApi,
    private readonly vault: TokenVault,
    private readonly connections: ZoomConnectionStore,
    private readonly revoke: RevokeTokens,
  ) {}

  /** @throws ZoomError `invalid-grant` when the set is dead, else `unreachable`: what the tokens were for was not sent */
  async run(row: ConnectionRow, tokens: Tokens): Promise<void> {
    const next = await this.next(tokens);
    const scopes = next.scopes.length > 0 ? next.scopes : row.scopes;
    // Guarded by the row's version, not by the lease: should the lease be lost, these are still the only living tokens.
    const saved = await this.connections.change(row, { scopes, ...this.vault.seal(row.id, next) });
    // Disconnected, or connected anew, in between.
    if (!saved) await this.revoke.later(row.zoomUserId, next);
  }

  private async next({ refreshToken }: Tokens): Promise<Tokens> {
    try {
      return this.vault.dated(await this.zoom.refresh(refreshToken));
    } catch (error) {
      if (!(error instanceof ZoomError) || error.kind === 'invalid-grant') throw error;
      const { status, code, trackingId, retryAt, zoomMessage } = error;
      throw new ZoomError('unreachable', `The access token could not be refreshed: ${error.message}`, {
        status,
        code,
        trackingId,
        retryAt,
        zoomMessage,
      });
    }
  }
}
