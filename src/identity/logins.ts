import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import type { Principal } from './principal';
import { SessionStore } from './session.store';

/** For what stays open longer than a request takes. The end of a login is signalled on the user's topic. */
@Injectable()
export class Logins {
  constructor(
    private readonly sessions: SessionStore,
    private readonly clock: Clock,
  ) {}

  /** Whether whoever asked is still logged in, and still belongs to the account. */
  isAlive({ via }: Principal): Promise<boolean> {
    return this.sessions.isAlive(via.id, this.clock.now());
  }
}
