import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { NotFound } from '../platform/http';
import { totpOffLetter } from './login-letters';
import { PasswordChecks } from './password-checks';
import { PersonalNews } from './personal-news';
import type { Principal } from './principal';
import { SecondFactor } from './second-factor';
import type { DisableTotpInput } from './totp.dto';
import { TotpStore } from './totp.store';

/** Turns the second factor off, which takes both factors. */
@Injectable()
export class DisableTotp {
  constructor(
    private readonly db: Database,
    private readonly checks: PasswordChecks,
    private readonly factor: SecondFactor,
    private readonly store: TotpStore,
    private readonly news: PersonalNews,
  ) {}

  /** @throws Invalid, NotFound, TotpWrong, RateLimited */
  async run({ userId }: Principal, { password, code }: DisableTotpInput, address: string): Promise<void> {
    const own = await this.checks.assert(userId, password, address);
    const proof = await this.factor.prove(own, code, address);
    if (proof === null) throw NotFound('You have no second factor.');
    await this.db.transaction(async () => {
      await this.factor.use(userId, proof);
      await this.store.remove(userId);
      await this.news.tell('totp.disabled', userId, totpOffLetter());
    });
  }
}
