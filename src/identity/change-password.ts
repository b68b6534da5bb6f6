import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { Invalid } from '../platform/http';
import type { ChangePasswordInput } from './auth.dto';
import { LoginThrottle } from './login-throttle';
import { Passwords } from './passwords';
import { type Principal, sessionOf } from './principal';
import { Sessions } from './sessions';
import { UserStore } from './user.store';

/** Sets one's own password and ends all other sessions. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly db: Database,
    private readonly throttle: LoginThrottle,
    private readonly passwords: Passwords,
    private readonly users: UserStore,
    private readonly sessions: Sessions,
  ) {}

  /** @throws Invalid, RateLimited */
  async run(who: Principal, { currentPassword, newPassword }: ChangePasswordInput, address: string): Promise<void> {
    const credentials = await this.users.credentials(who.userId);
    // Throttled like a login: whoever found an open browser must not try passwords here instead.
    const matches = await this.throttle.guard(credentials?.email ?? '', address, () =>
      this.passwords.matches(currentPassword, credentials?.passwordHash),
    );
    if (!matches) {
      const detail = 'is not your password';
      throw Invalid(`/currentPassword: ${detail}`, { errors: [{ pointer: '/currentPassword', detail }] });
    }
    const passwordHash = await this.passwords.hash(newPassword);
    await this.db.transaction(async () => {
      await this.users.setPassword(who.userId, passwordHash);
      await this.sessions.endOthers(who.userId, sessionOf(who));
    });
  }
}
