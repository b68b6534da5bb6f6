import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { HandlesJob, type JobHandler } from '../platform/jobs';
import { HostJobs, ReconcileHost, type ReconcileHostPayload } from './host-jobs';
import { HostTurn } from './host-turn';
import { LeaveHost } from './leave-host';

/** The queue goes by the database's clock: were that ahead of ours, it would wake us over and over. */
const PATIENCE_MS = 1_000;

/**
 * Moves what is known of a host's meetings towards what is wanted. Whoever finds the host's lease taken leaves the work
 * to its holder, who looks once more after giving it back.
 */
@Injectable()
@HandlesJob(ReconcileHost)
export class ReconcileHostJob implements JobHandler<ReconcileHostPayload> {
  constructor(
    private readonly turn: HostTurn,
    private readonly leave: LeaveHost,
    private readonly jobs: HostJobs,
    private readonly clock: Clock,
  ) {}

  async run({ hostUserId }: ReconcileHostPayload): Promise<void> {
    const turn = await this.turn.run(hostUserId);
    if (turn.state === 'busy') return this.jobs.afterLease(hostUserId, turn.until);
    if (turn.state !== 'worked') {
      const finished = await this.leave.run(hostUserId, turn.state);
      return finished ? undefined : this.jobs.now(hostUserId);
    }
    if (turn.due === null) return;
    const now = this.clock.ms();
    if (turn.due.getTime() <= now) return this.jobs.now(hostUserId);
    return this.jobs.later(hostUserId, new Date(Math.max(turn.due.getTime(), now + PATIENCE_MS)));
  }
}
