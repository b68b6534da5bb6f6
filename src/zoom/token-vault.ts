import { Injectable } from '@nestjs/common';
import type { TokenSet } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { Secrets, UnsealError } from '../platform/crypto';
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

const placeOf = (connectionId: string, column: string) => `zoom_connections:${connectionId}:${column}`;

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
      accessToken: this.secrets.seal(tokens.accessToken, placeOf(connectionId, 'access_token')),
      refreshToken: this.secrets.seal(tokens.refreshToken, placeOf(connectionId, 'refresh_token')),
      accessExpiresAt: tokens.accessExpiresAt,
    };
  }

  /** Null when the connection has none, or they were sealed with a key that is lost. */
  open({ id, accessToken, refreshToken, accessExpiresAt, scopes }: ConnectionRow): Tokens | null {
    if (accessToken === null || refreshToken === null || accessExpiresAt === null) return null;
    return this.orNull(() => ({
      accessToken: this.secrets.unseal(accessToken, placeOf(id, 'access_token')),
      refreshToken: this.secrets.unseal(refreshToken, placeOf(id, 'refresh_token')),
      accessExpiresAt,
      scopes,
    }));
  }

  /** For the payload of a job that has to finish with these tokens. */
  wrap(tokens: Tokens, place: string): string {
    return this.secrets.seal(JSON.stringify(tokens), place);
  }

  /** Null when the key is lost. */
  unwrap(wrapped: string, place: string): Tokens | null {
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
