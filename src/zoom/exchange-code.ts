import { Injectable } from '@nestjs/common';
import { ZoomApi, ZoomError } from '#libs/zoom-api';
import { Addresses } from '../platform/config';
import { Secrets, UnsealError } from '../platform/crypto';
import type { OAuthState } from './oauth-state.store';
import { redirectUri, verifierPlace } from './start-connect';
import { TokenVault, Tokens } from './token-vault';
import { OAuthStateInvalid, ZoomAccessDenied, ZoomCodeInvalid, ZoomUnavailable } from './zoom.problems';

/** Longer than any state or code of ours or Zoom's. */
const MAX_PARAMETER = 4_000;

/** The query of Zoom's redirect, as the browser brought it. */
export type CallbackQuery = Readonly<Record<string, unknown>>;

/** Zoom's code becomes a token set, once. */
@Injectable()
export class ExchangeCode {
  constructor(
    private readonly zoom: ZoomApi,
    private readonly vault: TokenVault,
    private readonly secrets: Secrets,
    private readonly addresses: Addresses,
  ) {}

  /** @throws OAuthStateInvalid, ZoomAccessDenied, ZoomCodeInvalid, ZoomUnavailable */
  async run({ stateHash, codeVerifier }: OAuthState, query: CallbackQuery): Promise<Tokens> {
    if (query.error === 'access_denied') {
      throw ZoomAccessDenied('Nothing was connected. To use Zoom, start again and allow the access.');
    }
    const code = parameter(query, 'code');
    if (code === null) throw ZoomCodeInvalid('Zoom sent no code along. Start again from Slotlink.');
    try {
      const grant = {
        code,
        redirectUri: redirectUri(this.addresses),
        codeVerifier: this.secrets.unseal(codeVerifier, verifierPlace(stateHash)),
      };
      return this.vault.dated(await this.zoom.exchangeCode(grant));
    } catch (error) {
      if (error instanceof UnsealError) throw OAuthStateInvalid('The server has other keys by now. Start again.');
      if (!(error instanceof ZoomError)) throw error;
      if (error.kind === 'invalid-grant') {
        throw ZoomCodeInvalid('Zoom says that its code is used, expired or not its own. Start again from Slotlink.');
      }
      throw ZoomUnavailable('Zoom could not finish the sign-in. Nothing was connected; try again in a few minutes.');
    }
  }
}

/** Null unless it was given once and in earnest. */
export function parameter(query: CallbackQuery, name: string): string | null {
  const value = query[name];
  return typeof value === 'string' && value !== '' && value.length <= MAX_PARAMETER ? value : null;
}
