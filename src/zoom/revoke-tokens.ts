import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ZoomApi, ZoomError } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { defineSealedInJob } from '../platform/crypto';
import { HandlesJob, JobHandler, Jobs, defineJob } from '../platform/jobs';
import { TokenVault, Tokens } from './token-vault';
import { ZoomConnectionStore } from './zoom-connection.store';

/** Tokens we could not revoke by then are forgotten all the same. */
const KEEP_TRYING_MS = 24 * 3_600_000;

interface TokensToRevoke {
  id: string;
  zoomUserId: string;
  /** Sealed for this job. */
  tokens: string;
  /** ISO 8601 */
  giveUpAt: string;
}

export const RevokeTokensJob = defineJob<TokensToRevoke>('zoom.revoke-tokens');

const placeOf = defineSealedInJob({
  job: RevokeTokensJob.name,
  key: 'id',
  field: 'tokens',
  place: (id) => `zoom.revoke-tokens:${id}`,
});

/** Tokens that nobody shall use any more: they live on, sealed, in the job that revokes them at Zoom, and end with it. */
@Injectable()
@HandlesJob(RevokeTokensJob)
export class RevokeTokens implements JobHandler<TokensToRevoke> {
  constructor(
    private readonly zoom: ZoomApi,
    private readonly vault: TokenVault,
    private readonly connections: ZoomConnectionStore,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async later(zoomUserId: string, tokens: Tokens): Promise<void> {
    const id = randomUUID();
    const giveUpAt = new Date(this.clock.ms() + KEEP_TRYING_MS).toISOString();
    await this.jobs.add(RevokeTokensJob, { id, zoomUserId, tokens: this.vault.wrap(tokens, placeOf(id)), giveUpAt });
  }

  async run({ id, zoomUserId, tokens: wrapped, giveUpAt }: TokensToRevoke): Promise<void> {
    // Connecting the same Zoom user again has killed the older set already.
    if (await this.connections.liveOfZoomUser(zoomUserId)) return;
    const tokens = this.vault.unwrap(wrapped, placeOf(id));
    if (tokens === null || this.clock.ms() >= Date.parse(giveUpAt)) return;
    try {
      await this.zoom.revoke(await this.livingAccessToken(tokens));
    } catch (error) {
      if (!(error instanceof ZoomError)) throw error;
      if (error.kind !== 'invalid-grant' && error.kind !== 'unauthorized') throw error;
    }
  }

  private async livingAccessToken(tokens: Tokens): Promise<string> {
    if (tokens.accessExpiresAt > this.clock.now()) return tokens.accessToken;
    return (await this.zoom.refresh(tokens.refreshToken)).accessToken;
  }
}
