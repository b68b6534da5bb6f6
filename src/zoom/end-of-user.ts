import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { Intents } from '../platform/events';
import { HandlesJob, type JobHandler, defineJob } from '../platform/jobs';
import { EndConnection } from './end-connection';
import { FinishZoomWork } from './zoom.intents';

interface DeadUser {
  /** Where they were a member last. */
  accountId: string;
  userId: string;
}

export const EndOfUser = defineJob<DeadUser>('zoom.end-of-user');

/** Longer than the lease of a process that died at a request for them. */
const PATIENCE_MS = 60_000;

/** Ends the connection of a user who was deleted, after what is to be done with it. */
@Injectable()
@HandlesJob(EndOfUser)
export class EndOfUserJob implements JobHandler<DeadUser> {
  constructor(
    private readonly db: Database,
    private readonly intents: Intents,
    private readonly end: EndConnection,
  ) {}

  async run({ accountId, userId }: DeadUser): Promise<void> {
    await this.intents.announce(FinishZoomWork, { userId, forMs: PATIENCE_MS });
    await this.db.transaction(() => this.end.run(accountId, userId, 'user-ended'));
  }
}
