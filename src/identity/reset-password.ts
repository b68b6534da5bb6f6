import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import type { ResetPasswordInput } from './credentials.dto';
import { LoginThrottle } from './login-throttle';
import { MailLinks } from './mail-links';
import { Passwords } from './passwords';
import { TakesNewPassword } from './take-new-password';

/** Sets the password of whoever holds the link that was mailed to them, and ends all their sessions. */
@Injectable()
export class ResetPassword {
  constructor(
    private readonly db: Database,
    private readonly links: MailLinks,
    private readonly passwords: Passwords,
    private readonly taking: TakesNewPassword,
    private readonly throttle: LoginThrottle,
  ) {}

  /** @throws LinkOver */
  async run({ token, newPassword }: ResetPasswordInput): Promise<void> {
    // A dead link costs no hashing, and nobody waits for it under locks.
    const { email } = await this.links.find('password-reset', token);
    const passwordHash = await this.passwords.hash(newPassword);
    await this.db.transaction(async () => {
      const { userId } = await this.links.take('password-reset', token);
      await this.taking.run('password.reset', userId, passwordHash);
    });
    // Whoever forgot a password has tried some.
    await this.throttle.forgive(email);
  }
}
