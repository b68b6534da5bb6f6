import { Injectable } from '@nestjs/common';
import type { ZoomSession } from '../zoom';
import { BeginStep } from './begin-step';
import { FindMeetings } from './find-meetings';
import type { PlannedStep } from './host-agenda';
import { LookAtMeeting } from './look-at-meeting';
import { MakeRequest } from './make-request';
import type { Outcome } from './outcome.rules';
import { TransferMeeting } from './transfer-meeting';

/** Makes one request to Zoom for a meeting that owes it. Between the transactions nothing is held but the lease. */
@Injectable()
export class TakeStep {
  constructor(
    private readonly beginning: BeginStep,
    private readonly requests: MakeRequest,
    private readonly finder: FindMeetings,
    private readonly looking: LookAtMeeting,
    private readonly transfers: TransferMeeting,
  ) {}

  /** @returns null when there was nothing to do. @throws LeaseLost */
  async run(session: ZoomSession, planned: PlannedStep): Promise<Outcome | null> {
    const begun = await this.beginning.run(session, planned);
    if (begun === null) return null;
    const { meeting, step } = begun;
    if (step === 'look') return this.looking.run(session, begun);
    if (step === 'find') return this.finder.run(session, meeting);
    if (step === 'transfer') return this.transfers.run(session, begun);
    return this.requests.run(session, begun);
  }
}
