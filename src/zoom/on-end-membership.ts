import { Injectable } from '@nestjs/common';
import { AnswersIntent, IntentAnswer } from '../platform/events';
import { Jobs } from '../platform/jobs';
import { EndMembership, type MembershipEnding } from '../identity';
import { EndOfUser } from './end-of-user';

/**
 * A dead user ID hosts nothing: its connection ends with it, once the meetings of what was cancelled or handed over with
 * the user are gone. The Zoom account stays bound until an admin releases it.
 */
@Injectable()
@AnswersIntent(EndMembership)
export class OnEndMembership implements IntentAnswer<MembershipEnding> {
  constructor(private readonly jobs: Jobs) {}

  async answer({ accountId, userId, idDies }: MembershipEnding): Promise<void> {
    if (idDies) await this.jobs.add(EndOfUser, { accountId, userId });
  }
}
