import { Injectable } from '@nestjs/common';
import type { ZoomSession } from '../zoom';
import { AskZoom } from './ask-zoom';
import { BeginStep } from './begin-step';
import { FindMeetings } from './find-meetings';
import type { MeetingRow } from './meeting.entity';
import type { Outcome } from './outcome.rules';
import { WriteOutcome } from './write-outcome';

/** Makes one request to Zoom for a meeting that owes it. Between the transactions nothing is held but the lease. */
@Injectable()
export class TakeStep {
  constructor(
    private readonly beginning: BeginStep,
    private readonly zoom: AskZoom,
    private readonly finder: FindMeetings,
    private readonly outcomes: WriteOutcome,
  ) {}

  /** @returns null when there was nothing to do. @throws LeaseLost */
  async run(session: ZoomSession, chosen: MeetingRow): Promise<Outcome | null> {
    const begun = await this.beginning.run(session, chosen);
    if (begun === null) return null;
    const { meeting, step } = begun;
    if (step === 'find') return this.finder.run(session, meeting);
    return this.outcomes.run(session, meeting, step, await this.zoom.run(session, begun));
  }
}
