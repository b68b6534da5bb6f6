import { Injectable } from '@nestjs/common';
import type { ZoomSession } from '../zoom';
import { Enrol } from './enrol';
import { HostAgenda, type PlannedStep } from './host-agenda';
import type { Outcome } from './outcome.rules';
import { TakeStep } from './take-step';

/** Then others get their turn, so that a busy host does not keep a worker for itself. */
const MAX_STEPS = 100;

/** Takes a host's steps one by one: links first, those of meetings and then those of participants, and the rest. */
@Injectable()
export class HostWork {
  constructor(
    private readonly agenda: HostAgenda,
    private readonly steps: TakeStep,
    private readonly enrolling: Enrol,
  ) {}

  /** Until nothing is due or Zoom wants us to wait. @throws LeaseLost */
  async run(session: ZoomSession): Promise<void> {
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const planned = await this.agenda.next(session);
      if (planned === 'later') continue;
      const outcome = (await this.enrol(session, planned)) ?? (planned && (await this.steps.run(session, planned)));
      if (outcome) await this.agenda.heed(session, outcome);
      else if (!planned) return;
    }
  }

  /** After meetings to be made, before all else. @returns null when nobody is to be enrolled now */
  private async enrol(session: ZoomSession, planned: PlannedStep | null): Promise<Pick<Outcome, 'pause'> | null> {
    const { owes = null } = planned?.meeting ?? {};
    if (owes === 'create' || owes === 'find') return null;
    const due = await this.enrolling.next(session);
    return due && !(await this.agenda.rests(session)) ? this.enrolling.take(session, due) : null;
  }
}
