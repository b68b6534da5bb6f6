import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import type { ChangePasswordInput } from './auth.dto';
import { PasswordChecks } from './password-checks';
import { Passwords } from './passwords';
import { type Principal, sessionOf } from './principal';
import { TakesNewPassword } from './take-new-password';

/** Sets one's own password and ends all other sessions. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly db: Database,
    private readonly checks: PasswordChecks,
    private readonly passwords: Passwords,
    private readonly taking: TakesNewPassword,
  ) {}

  /** @throws Invalid, RateLimited */
  async run(who: Principal, { currentPassword, newPassword }: ChangePasswordInput, address: string): Promise<void> {
    await this.checks.assert(who.userId, currentPassword, address, '/currentPassword');
    const passwordHash = await this.passwords.hash(newPassword);
    await this.db.transaction(() => this.taking.run('password.changed', who.userId, passwordHash, sessionOf(who)));
  }
}
