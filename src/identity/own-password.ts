import { Injectable } from '@nestjs/common';
import { Invalid } from '../platform/http';
import { LoginThrottle } from './login-throttle';
import { Passwords } from './passwords';
import { type Credentials, UserStore } from './user.store';

/** Asks for the password again before what one logs in with is changed. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly throttle: LoginThrottle,
    private readonly passwords: Passwords,
    private readonly users: UserStore,
  ) {}

  /**
   * Throttled like a login: whoever found an open browser must not try passwords here instead.
   * @param pointer to the field it came in
   * @throws Invalid, RateLimited
   */
  async assert(userId: string, password: string, address: string, pointer = '/password'): Promise<Credentials> {
    const credentials = await this.users.credentials(userId);
    const matches = await this.throttle.guard(credentials?.email ?? '', address, () =>
      this.passwords.matches(password, credentials?.passwordHash),
    );
    if (credentials && matches) return credentials;
    const detail = 'is not your password';
    throw Invalid(`${pointer}: ${detail}`, { errors: [{ pointer, detail }] });
  }
}
