import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import type { Principal } from './principal';
import { Sessions } from './sessions';
import { Team } from './team';

/** Ends every login of others as a user, whoever they are. */
@Injectable()
export class EndLoginsAs {
  constructor(
    private readonly db: Database,
    private readonly team: Team,
    private readonly sessions: Sessions,
  ) {}

  /** @throws NotFound */
  run({ accountId }: Principal, userId: string): Promise<void> {
    return this.db.transaction(async () => {
      await this.team.lockMember(accountId, userId);
      await this.sessions.endLoginsAs(accountId, userId);
    });
  }
}
