import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { TotpActive } from './identity.problems';
import { PasswordChecks } from './password-checks';
import type { Principal } from './principal';
import { SecondFactor } from './second-factor';
import { base32, totpUri } from './totp.rules';
import { TotpStore } from './totp.store';

/** RFC 4226 recommends 160 bits. */
const SECRET_BYTES = 20;

/** Gives an authenticator app its secret. It counts once a first code has shown that the app has it. */
@Injectable()
export class BeginTotp {
  constructor(
    private readonly checks: PasswordChecks,
    private readonly factor: SecondFactor,
    private readonly store: TotpStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Invalid, RateLimited, TotpActive */
  async run({ userId }: Principal, password: string, address: string): Promise<{ secret: string; uri: string }> {
    const { email } = await this.checks.assert(userId, password, address);
    const secret = randomBytes(SECRET_BYTES);
    const id = randomUUID();
    const row = { id, secret: this.factor.seal(id, secret), createdAt: this.clock.now() };
    if (!(await this.store.begin(userId, row))) throw TotpActive('Turn it off first, with the app or a recovery code.');
    return { secret: base32(secret), uri: totpUri(secret, email) };
  }
}
