import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { HandlesJob, type JobHandler } from '../platform/jobs';
import { HostJobs, ReconcileHost, type ReconcileHostPayload } from './host-jobs';
import { HostTurn } from './host-turn';
import { LeaveHost } from './leave-host';

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
    if (turn.due > this.clock.now()) return this.jobs.later(hostUserId, turn.due);
    return this.jobs.now(hostUserId);
  }
}
