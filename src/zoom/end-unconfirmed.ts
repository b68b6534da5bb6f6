import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { HandlesJob, type JobHandler } from '../platform/jobs';
import { RevokeTokens } from './revoke-tokens';
import { EndUnconfirmed, UnconfirmedConnects } from './unconfirmed-connects';

/** Nobody said yes in time: what Zoom granted is given back. */
@Injectable()
@HandlesJob(EndUnconfirmed)
export class EndUnconfirmedJob implements JobHandler<{ id: string }> {
  constructor(
    private readonly db: Database,
    private readonly unconfirmed: UnconfirmedConnects,
    private readonly revoke: RevokeTokens,
  ) {}

  run({ id }: { id: string }): Promise<void> {
    return this.db.transaction(async () => {
      const over = await this.unconfirmed.takeExpired(id);
      const tokens = over && this.unconfirmed.open(over);
      if (tokens) await this.revoke.later(over.zoomUserId, tokens);
    });
  }
}
