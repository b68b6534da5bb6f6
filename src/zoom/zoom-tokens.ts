import { Injectable } from '@nestjs/common';
import { ZoomError } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { RefreshTokens } from './refresh-tokens';
import { RequireReconnect } from './require-reconnect';
import { TokenVault, Tokens } from './token-vault';
import type { ConnectionRow } from './zoom-connection.entity';
import { ZoomConnectionStore } from './zoom-connection.store';

/** An access token this near to its end is not used for another request. */
const SPARE_MS = 60_000;
/** The row changes under us only when somebody connects or disconnects; after that many times something else is wrong. */
const ROUNDS = 4;

/** Living access tokens of a connection. Under the Zoom user's lease. */
@Injectable()
export class ZoomTokens {
  constructor(
    private readonly connections: ZoomConnectionStore,
    private readonly vault: TokenVault,
    private readonly refresh: RefreshTokens,
    private readonly requireReconnect: RequireReconnect,
    private readonly clock: Clock,
  ) {}

  /**
   * The stored access token, or after a refresh the next one.
   * @param refused one that Zoom has just refused: another is wanted
   * @throws ZoomError `invalid-grant` when only the user can repair the connection, or it has ended;
   *   `unreachable` when the refresh failed otherwise
   */
  async valid(connectionId: string, refused?: string): Promise<string> {
    for (let round = 0; round < ROUNDS; round += 1) {
      const row = await this.connections.byId(connectionId);
      if (row?.state !== 'connected') throw new ZoomError('invalid-grant', 'Zoom is not connected any more');
      const tokens = this.vault.open(row);
      if (tokens === null) {
        await this.requireReconnect.run(row);
        continue;
      }
      if (this.lasts(tokens) && tokens.accessToken !== refused) return tokens.accessToken;
      await this.refreshed(row, tokens);
    }
    throw new ZoomError('unreachable', 'The connection changes too fast');
  }

  /** The access token of a row that was read just now, when it lasts; null: `valid` finds another. */
  lasting(row: ConnectionRow): string | null {
    const tokens = this.vault.open(row);
    return tokens && this.lasts(tokens) ? tokens.accessToken : null;
  }

  private lasts({ accessExpiresAt }: Tokens): boolean {
    return accessExpiresAt.getTime() - SPARE_MS > this.clock.ms();
  }

  /** A dead grant counts only if the row is still as it was read: else its newer tokens are tried. */
  private async refreshed(row: ConnectionRow, tokens: Tokens): Promise<void> {
    try {
      await this.refresh.run(row, tokens);
    } catch (error) {
      if (!(error instanceof ZoomError) || error.kind !== 'invalid-grant') throw error;
      await this.requireReconnect.run(row);
    }
  }
}
