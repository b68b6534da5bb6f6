import { Injectable } from '@nestjs/common';
import type { TokenSet } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { type SealedPlace, Secrets, UnsealError, defineSealedColumn } from '../platform/crypto';
import type { ConnectionRow } from './zoom-connection.entity';

/** A token set with the domain time at which its access token ends. */
export interface Tokens {
  accessToken: string;
  refreshToken: string;
  accessExpiresAt: Date;
  /** Empty when Zoom's answer did not list them. */
  scopes: string[];
}

type SealedTokens = Pick<ConnectionRow, 'accessToken' | 'refreshToken' | 'accessExpiresAt'>;

const columnOfTokens = (column: string) =>
  defineSealedColumn({
    table: 'zoom_connections',
    key: ['id'],
    column,
    place: (connectionId) => `zoom_connections:${connectionId}:${column}`,
  });
const accessPlace = columnOfTokens('access_token');
const refreshPlace = columnOfTokens('refresh_token');

/** Tokens leave this class sealed, or for a request to Zoom. */
@Injectable()
export class TokenVault {
  constructor(
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** As Zoom has just answered it. */
  dated({ accessToken, refreshToken, expiresInSeconds, scopes }: TokenSet): Tokens {
    const accessExpiresAt = new Date(this.clock.ms() + expiresInSeconds * 1000);
    return { accessToken, refreshToken, accessExpiresAt, scopes };
  }

  /** The columns of a connection. */
  seal(connectionId: string, tokens: Tokens): SealedTokens {
    return {
      accessToken: this.secrets.seal(tokens.accessToken, accessPlace(connectionId)),
      refreshToken: this.secrets.seal(tokens.refreshToken, refreshPlace(connectionId)),
      accessExpiresAt: tokens.accessExpiresAt,
    };
  }

  /** Null when the connection has none, or they were sealed with a key that is lost. */
  open({ id, accessToken, refreshToken, accessExpiresAt, scopes }: ConnectionRow): Tokens | null {
    if (accessToken === null || refreshToken === null || accessExpiresAt === null) return null;
    return this.orNull(() => ({
      accessToken: this.secrets.unseal(accessToken, accessPlace(id)),
      refreshToken: this.secrets.unseal(refreshToken, refreshPlace(id)),
      accessExpiresAt,
      scopes,
    }));
  }

  /** For the payload of a job that has to finish with these tokens. */
  wrap(tokens: Tokens, place: SealedPlace): string {
    return this.secrets.seal(JSON.stringify(tokens), place);
  }

  /** Null when the key is lost. */
  unwrap(wrapped: string, place: SealedPlace): Tokens | null {
    return this.orNull(() => {
      const read = JSON.parse(this.secrets.unseal(wrapped, place)) as Tokens;
      return { ...read, accessExpiresAt: new Date(read.accessExpiresAt) };
    });
  }

  private orNull<T>(open: () => T): T | null {
    try {
      return open();
    } catch (error) {
      if (error instanceof UnsealError) return null;
      throw error;
    }
  }
}
