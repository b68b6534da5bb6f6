import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { type QuotaDay, QuotaDays, type ZoomSession } from '../zoom';
import { pauseAfter, spreadOf } from './backoff.rules';
import type { MeetingRow } from './meeting.entity';
import { MeetingStore } from './meeting.store';
import type { Outcome } from './outcome.rules';
import { PlanStep } from './plan-step';
import { dayOf } from './plan.rules';
import { RegistrantStore } from './registrant.store';

/** A step to take, and how many units of the day it must leave. */
export interface PlannedStep {
  meeting: MeetingRow;
  keep: number;
}

/** What comes next for a host, and when. */
@Injectable()
export class HostAgenda {
  constructor(
    private readonly store: MeetingStore,
    private readonly days: QuotaDays,
    private readonly planning: PlanStep,
    private readonly registrants: RegistrantStore,
    private readonly clock: Clock,
  ) {}

  /** Whether Zoom wants us to wait. */
  async rests(session: ZoomSession): Promise<boolean> {
    return (await this.awake(session)) === null;
  }

  /** @returns null when nothing is due, or Zoom wants us to wait; `later` when what is due has just been put off */
  async next(session: ZoomSession): Promise<PlannedStep | 'later' | null> {
    const now = this.clock.now();
    // Side by side, since somebody waits for the link.
    const [day, meeting] = await Promise.all([this.awake(session), this.store.mostUrgent(session, now, dayOf(now))]);
    if (day === null || meeting?.owes == null) return null;
    // A transfer makes a link, and costs what making it anew and deleting the old one would.
    const { owes } = meeting;
    if (owes === 'find' || owes === 'look' || owes === 'transfer') return { meeting, keep: 0 };
    const keep = await this.planning.run(session, meeting, owes, day);
    return keep === null ? 'later' : { meeting, keep };
  }

  /** Waits as long as what came of a step asks for. */
  async heed({ zoomUserId }: ZoomSession, { pause }: Pick<Outcome, 'pause'>): Promise<void> {
    const failures = (await this.store.pause(zoomUserId))?.failures ?? 0;
    if (pause === 'outage') {
      const until = new Date(this.clock.ms() + pauseAfter(failures + 1));
      return this.store.setPause(zoomUserId, failures + 1, until);
    }
    if (pause) return this.store.setPause(zoomUserId, failures, pause);
    if (failures > 0) await this.store.endPause(zoomUserId);
  }

  /** When there is work again, pauses included; null: none is left. */
  async nextDue(session: ZoomSession): Promise<Date | null> {
    const due = await this.soonest(session, this.clock.now());
    if (due === null) return null;
    const { pausedUntil } = await this.days.day(session);
    if (pausedUntil === null || pausedUntil <= due.getTime()) return due;
    // Whoever was refused comes again when Zoom said; the others of the Zoom account spread out behind.
    return new Date(pausedUntil + spreadOf(session.userId));
  }

  private async awake(session: ZoomSession): Promise<QuotaDay | null> {
    const [pause, day] = await Promise.all([this.store.pause(session.zoomUserId), this.days.day(session)]);
    if (pause && pause.until > this.clock.now()) return null;
    return day.pausedUntil === null ? day : null;
  }

  private async soonest(session: ZoomSession, now: Date): Promise<Date | null> {
    const meeting = await this.store.nextDue(session, now);
    const enrolment = await this.registrants.nextDue(session, now);
    if (enrolment === null) return meeting;
    const pause = await this.store.pause(session.zoomUserId);
    const from = pause && pause.until > enrolment ? pause.until : enrolment;
    return meeting && meeting < from ? meeting : from;
  }
}
