import { Injectable } from '@nestjs/common';
import { Invalid } from '../platform/http';
import { LoginThrottle } from './login-throttle';
import { Passwords } from './passwords';
import { type Credentials, UserStore } from './user.store';

/** Compares passwords: at a login, and again before what one logs in with is changed. Throttled alike. */
@Injectable()
export class PasswordChecks {
  constructor(
    private readonly throttle: LoginThrottle,
    private readonly passwords: Passwords,
    private readonly users: UserStore,
  ) {}

  /**
   * Whose e-mail and password these are. Says the same, and takes as long, for an unknown e-mail as for a wrong password.
   * @throws RateLimited
   */
  async holder(email: string, password: string, address: string): Promise<Credentials | null> {
    const credentials = await this.users.credentialsByEmail(email);
    const matches = await this.matches(email, password, address, credentials);
    return credentials && matches ? credentials : null;
  }

  /**
   * Throttled like a login: whoever found an open browser must not try passwords here instead.
   * @param pointer to the field it came in
   * @throws Invalid, RateLimited
   */
  async assert(userId: string, password: string, address: string, pointer = '/password'): Promise<Credentials> {
    const credentials = await this.users.credentials(userId);
    const matches = await this.matches(credentials?.email ?? '', password, address, credentials);
    if (credentials && matches) return credentials;
    const detail = 'is not your password';
    throw Invalid(`${pointer}: ${detail}`, { errors: [{ pointer, detail }] });
  }

  private matches(email: string, password: string, address: string, found: Credentials | undefined): Promise<boolean> {
    return this.throttle.guard(email, address, () => this.passwords.matches(password, found?.passwordHash));
  }
}
