import { Injectable } from '@nestjs/common';
import type { ZoomSession } from '../zoom';
import { AskZoom } from './ask-zoom';
import type { BegunStep } from './begin-step';
import type { Outcome } from './outcome.rules';
import { WriteOutcome } from './write-outcome';

/** Has Zoom create, change or delete a meeting. */
@Injectable()
export class MakeRequest {
  constructor(
    private readonly zoom: AskZoom,
    private readonly outcomes: WriteOutcome,
  ) {}

  /** @throws LeaseLost */
  async run(session: ZoomSession, begun: BegunStep): Promise<Outcome> {
    return this.outcomes.run(session, begun.meeting, begun.step, await this.zoom.run(session, begun));
  }
}
