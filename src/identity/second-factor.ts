import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Secrets, defineSealedColumn, hashToken } from '../platform/crypto';
import { TotpRequired, TotpWrong } from './identity.problems';
import { LoginThrottle } from './login-throttle';
import { matchingStep, typedCode } from './totp.rules';
import { type TotpRow, TotpStore } from './totp.store';
import type { Credentials } from './user.store';

const placeOf = defineSealedColumn({
  table: 'totp_secrets',
  key: ['id'],
  column: 'secret',
  place: (totpId) => `totp_secrets:${totpId}:secret`,
});

/** What proves the second factor. Nothing is used up yet. */
export type Proof = { step: number } | { recoveryHash: string };

/** The code from an authenticator app, or one for when the app is lost. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly store: TotpStore,
    private readonly secrets: Secrets,
    private readonly throttle: LoginThrottle,
    private readonly clock: Clock,
  ) {}

  seal(totpId: string, secret: Buffer): string {
    return this.secrets.seal(secret.toString('base64url'), placeOf(totpId));
  }

  /** The step whose code this is, if it is one of the app's. */
  stepOf(totp: TotpRow, code: string): number | null {
    const secret = Buffer.from(this.secrets.unseal(totp.secret, placeOf(totp.id)), 'base64url');
    return matchingStep(secret, typedCode(code), this.clock.ms(), totp.lastStep);
  }

  /**
   * Judges a code without using it up. A wrong one counts as a failed login.
   * @returns null when the person has no second factor
   * @throws TotpRequired, TotpWrong, RateLimited
   */
  async prove(person: Credentials, code: string | undefined, address: string): Promise<Proof | null> {
    const totp = await this.store.find(person.userId);
    if (!totp?.active) return null;
    if (code === undefined) throw TotpRequired('Send the code of the authenticator app, or a recovery code, as code.');
    const proofs: Proof[] = [];
    await this.throttle.guard(person.email, address, async () => {
      proofs.push(...(await this.proofsIn(person.userId, totp, code)));
      return proofs.length > 0;
    });
    return proofs[0] ?? wrong();
  }

  /** Uses it up: one code opens one door. @throws TotpWrong when somebody else was faster */
  async use(userId: string, proof: Proof | null): Promise<void> {
    if (proof === null) return;
    const isFirst =
      'step' in proof
        ? await this.store.useStep(userId, proof.step)
        : await this.store.useRecoveryCode(userId, proof.recoveryHash);
    if (!isFirst) wrong();
  }

  /** One, or none. */
  private async proofsIn(userId: string, totp: TotpRow, code: string): Promise<Proof[]> {
    const step = this.stepOf(totp, code);
    if (step !== null) return [{ step }];
    const recoveryHash = hashToken(typedCode(code));
    return (await this.store.hasRecoveryCode(userId, recoveryHash)) ? [{ recoveryHash }] : [];
  }
}

function wrong(): never {
  throw TotpWrong('The code is wrong, too old, or was used before. Wait for the next one.');
}
