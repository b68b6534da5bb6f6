import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { LeaseLost, type NoSession, type ZoomSession, ZoomSessions } from '../zoom';
import { pauseAfter } from './backoff.rules';
import { MeetingStore } from './meeting.store';
import type { Outcome } from './outcome.rules';
import { TakeBackHost } from './take-back-host';
import { TakeStep } from './take-step';

/** Then others get their turn, so that a busy host does not keep a worker for itself. */
const MAX_STEPS = 100;

/** `due`: when there is work again, null: none is left. */
export type Turn = NoSession | { state: 'worked'; due: Date | null };

/** Works for one host, alone, until nothing is due or Zoom wants us to wait. */
@Injectable()
export class HostTurn {
  constructor(
    private readonly sessions: ZoomSessions,
    private readonly store: MeetingStore,
    private readonly takeBack: TakeBackHost,
    private readonly steps: TakeStep,
    private readonly clock: Clock,
  ) {}

  async run(hostUserId: string): Promise<Turn> {
    const opened = await this.sessions.open(hostUserId);
    if (opened.state !== 'open') return opened;
    const { session } = opened;
    try {
      await this.work(session);
    } catch (error) {
      // Another has taken over, and does what is left.
      if (!(error instanceof LeaseLost)) throw error;
    } finally {
      await session.release();
    }
    // Only now: whoever found the lease taken meanwhile relies on this look.
    return { state: 'worked', due: await this.store.nextDue(session, this.clock.now()) };
  }

  private async work(session: ZoomSession): Promise<void> {
    await this.takeBack.run(session);
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const now = this.clock.now();
      const pause = await this.store.pause(session.zoomUserId);
      if (pause && pause.until > now) return;
      const meeting = await this.store.mostUrgent(session, now);
      if (!meeting) return;
      const outcome = await this.steps.run(session, meeting);
      if (outcome) await this.settlePause(session.zoomUserId, pause?.failures ?? 0, outcome);
    }
  }

  private async settlePause(zoomUserId: string, failures: number, { pause }: Outcome): Promise<void> {
    if (pause === 'outage') {
      const until = new Date(this.clock.ms() + pauseAfter(failures + 1));
      return this.store.setPause(zoomUserId, failures + 1, until);
    }
    if (pause) return this.store.setPause(zoomUserId, failures, pause);
    if (failures > 0) await this.store.endPause(zoomUserId);
  }
}
