import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { type ZoomSession, ZoomSessions } from '../zoom';
import { DeletionStore } from './deletion.store';
import { GiveUpUnneeded } from './give-up-unneeded';
import { TakeStep } from './take-step';

/** More than a day has units for. */
const MAX_STEPS = 200;

/**
 * Does the deletions that a host owes Zoom, as far as time and the day's units go. Nothing is kept back for links, since
 * none will be made. What remains is owed all the same, and done should the host connect the same Zoom user again.
 */
@Injectable()
export class FinishDeletions {
  constructor(
    private readonly sessions: ZoomSessions,
    private readonly giveUp: GiveUpUnneeded,
    private readonly store: DeletionStore,
    private readonly steps: TakeStep,
    private readonly log: PinoLogger,
  ) {}

  /** Ends after `forMs` at the latest; a request that is under way then is left to end by itself. */
  async run(hostUserId: string, forMs: number): Promise<void> {
    const deadline = performance.now() + forMs;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, forMs);
    });
    // Whatever goes wrong here: it must not keep anybody from leaving Zoom.
    const work = this.work(hostUserId, deadline).catch((error: unknown) => {
      this.log.warn({ err: error, hostUserId }, 'not all deletions were finished before the host left Zoom');
    });
    await Promise.race([work, late]);
    clearTimeout(timer);
  }

  private async work(hostUserId: string, deadline: number): Promise<void> {
    await this.giveUp.run(hostUserId);
    const owed = await this.store.page({ userId: hostUserId, accountId: null }, null, 1);
    // Who has nothing to delete need not wait until whoever talks to Zoom for them is done.
    if (owed.length === 0) return;
    const waitMs = (deadline - performance.now()) / 2;
    await this.sessions.using(hostUserId, (session) => this.deleteAll(session, deadline), { waitMs });
  }

  private async deleteAll(session: ZoomSession, deadline: number): Promise<void> {
    await this.store.hurry(session);
    for (let step = 0; step < MAX_STEPS && performance.now() < deadline; step += 1) {
      const meeting = await this.store.next(session);
      if (!meeting) return;
      const outcome = await this.steps.run(session, { meeting, keep: 0 });
      if (outcome?.pause) return;
    }
  }
}
