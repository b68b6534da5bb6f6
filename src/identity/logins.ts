import { Injectable } from '@nestjs/common';
import type { Principal } from './principal';
import { Sessions } from './sessions';

/** For what stays open longer than a request takes. The end of a login is signalled on the user's topic. */
@Injectable()
export class Logins {
  constructor(private readonly sessions: Sessions) {}

  /** Whether whoever asked is still logged in, and still belongs to the account. */
  isAlive({ via }: Principal): Promise<boolean> {
    return this.sessions.isAlive(via.id);
  }
}
