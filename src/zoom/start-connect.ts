import { Injectable } from '@nestjs/common';
import { ZoomApi, pkcePair } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { Addresses } from '../platform/config';
import { Secrets, defineSealedColumn, hashToken, randomToken } from '../platform/crypto';
import type { Principal } from '../identity';
import { OAuthStateStore } from './oauth-state.store';

const STATE_LIVES_MS = 10 * 60_000;
const DAY_MS = 24 * 3_600_000;

export const verifierPlace = defineSealedColumn({
  table: 'zoom_oauth_states',
  key: ['state_hash'],
  column: 'code_verifier',
  place: (stateHash) => `zoom_oauth_states:${stateHash}`,
});

/** Must be the same at the consent and at the exchange of its code. */
export const CALLBACK_PATH = '/v1/integrations/zoom/callback';

export const redirectUri = ({ publicUrl }: Addresses) => publicUrl + CALLBACK_PATH;

/** Who begins: somebody logged in, or whoever has the link that was mailed to them. */
type Beginner = Pick<Principal, 'accountId' | 'userId' | 'actorId'> & Partial<Pick<Principal, 'via'>>;

/** Begins the authorisation of Zoom: where to send the user's browser. */
@Injectable()
export class StartConnect {
  constructor(
    private readonly states: OAuthStateStore,
    private readonly zoom: ZoomApi,
    private readonly secrets: Secrets,
    private readonly addresses: Addresses,
    private readonly clock: Clock,
  ) {}

  /**
   * @param browserHash of the browser that begins, when it is known: only in that one it ends without a question
   * @param linkHash of the mailed link by which it is begun
   */
  async run(
    { accountId, userId, actorId, via }: Beginner,
    returnTo: string,
    { browserHash = null, linkHash = null }: { browserHash?: string | null; linkHash?: string | null } = {},
  ): Promise<{ authorizeUrl: string }> {
    const state = randomToken();
    const stateHash = hashToken(state);
    const { codeVerifier, codeChallenge } = pkcePair();
    const now = this.clock.ms();
    await this.states.forgetExpired(new Date(now - DAY_MS));
    await this.states.insert(
      {
        stateHash,
        accountId,
        userId,
        actorId,
        returnTo,
        codeVerifier: this.secrets.seal(codeVerifier, verifierPlace(stateHash)),
        browserHash,
        linkHash,
        loginId: actorId !== userId && via?.kind === 'session' ? via.id : null,
      },
      new Date(now + STATE_LIVES_MS),
    );
    return {
      authorizeUrl: this.zoom.authorizeUrl({ redirectUri: redirectUri(this.addresses), state, codeChallenge }),
    };
  }
}
