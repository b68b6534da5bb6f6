import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hashToken } from '../platform/crypto';
import { Database } from '../platform/database';
import { Invalid } from '../platform/http';
import { totpOnLetter } from './login-letters';
import { PersonalNews } from './personal-news';
import type { Principal } from './principal';
import { SecondFactor } from './second-factor';
import { base32 } from './totp.rules';
import { TotpStore } from './totp.store';

const RECOVERY_CODES = 10;
/** As strong as nobody can try, and short enough to be typed. */
const RECOVERY_BYTES = 10;

/** Turns the second factor on, by a first code of the app. From now on every login needs one. */
@Injectable()
export class ConfirmTotp {
  constructor(
    private readonly db: Database,
    private readonly factor: SecondFactor,
    private readonly store: TotpStore,
    private readonly news: PersonalNews,
  ) {}

  /** @returns codes for when the app is lost, shown this once @throws Invalid */
  run({ userId }: Principal, code: string): Promise<{ recoveryCodes: string[] }> {
    return this.db.transaction(async () => {
      const totp = await this.store.find(userId);
      const step = totp && !totp.active ? this.factor.stepOf(totp, code) : null;
      if (!totp || step === null || !(await this.store.activate(userId, totp.id, step))) throw wrongCode();
      const codes = Array.from({ length: RECOVERY_CODES }, () => base32(randomBytes(RECOVERY_BYTES)));
      await this.store.addRecoveryCodes(userId, codes.map(hashToken));
      await this.news.tell('totp.enabled', userId, totpOnLetter());
      return { recoveryCodes: codes.map((text) => (text.match(/.{4}/g) ?? []).join('-').toLowerCase()) };
    });
  }
}

function wrongCode() {
  const detail = 'is not a code of the secret given out last; begin with POST /v1/me/totp';
  return Invalid(`/code: ${detail}`, { errors: [{ pointer: '/code', detail }] });
}
