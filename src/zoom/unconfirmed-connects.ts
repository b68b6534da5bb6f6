import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ZoomUser } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { defineSealedColumn, hashToken, randomToken } from '../platform/crypto';
import { Jobs, defineJob } from '../platform/jobs';
import type { AwaitingConfirmation, SignIn } from './sign-in';
import { TokenVault, type Tokens } from './token-vault';
import { type Unconfirmed, UnconfirmedStore } from './unconfirmed.store';

/** Well within the hour that an access token lives. */
export const UNCONFIRMED_LIVES_MS = 15 * 60_000;
/** Clocks differ a little: when the job comes, it is over by everybody's. */
const SPARE_MS = 60_000;

export const EndUnconfirmed = defineJob<{ id: string }>('zoom.end-unconfirmed');

const placeOf = defineSealedColumn({
  table: 'zoom_unconfirmed',
  key: ['id'],
  column: 'tokens',
  place: (id) => `zoom_unconfirmed:${id}:tokens`,
});

/** Token sets of Zoom users whom nobody has, until somebody has seen which one it is. */
@Injectable()
export class UnconfirmedConnects {
  constructor(
    private readonly store: UnconfirmedStore,
    private readonly vault: TokenVault,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** In the transaction that decides. */
  async keep(signIn: SignIn, user: ZoomUser, tokens: Tokens): Promise<AwaitingConfirmation> {
    const { accountId, userId, actorId, returnTo, linkHash, loginId } = signIn;
    const { id: zoomUserId, email, displayName } = user;
    const id = randomUUID();
    const confirmToken = randomToken();
    const expiresAt = new Date(this.clock.ms() + UNCONFIRMED_LIVES_MS);
    await this.store.insert({
      ...{ id, accountId, userId, actorId, returnTo, linkHash, loginId, zoomUserId, email, displayName, expiresAt },
      tokenHash: hashToken(confirmToken),
      tokens: this.vault.wrap(tokens, placeOf(id)),
    });
    await this.jobs.add(EndUnconfirmed, { id }, { at: new Date(expiresAt.getTime() + SPARE_MS) });
    return { state: 'awaiting-confirmation', zoomUser: user, confirmToken, expiresAt };
  }

  waiting(confirmToken: string): Promise<Unconfirmed | undefined> {
    return this.store.waiting(hashToken(confirmToken), this.clock.now());
  }

  /** @returns false when it was decided before, or is over */
  async take({ id }: Unconfirmed): Promise<boolean> {
    return (await this.store.takeWaiting(id, this.clock.now())) !== undefined;
  }

  /** One that nobody has answered. */
  takeExpired(id: string): Promise<Unconfirmed | undefined> {
    return this.store.take(id);
  }

  /** Null when the key they were sealed with is lost. */
  open({ id, tokens }: Unconfirmed): Tokens | null {
    return this.vault.unwrap(tokens, placeOf(id));
  }

  async forgetOf(zoomUserId: string): Promise<void> {
    await this.store.deleteOf(zoomUserId);
  }
}
