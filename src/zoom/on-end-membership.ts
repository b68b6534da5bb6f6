import { Injectable } from '@nestjs/common';
import { AnswersIntent, IntentAnswer } from '../platform/events';
import { EndMembership, type MembershipEnding } from '../identity';
import { EndConnection } from './end-connection';

/** A dead user ID hosts nothing: its connection ends with it. The Zoom account stays bound until an admin releases it. */
@Injectable()
@AnswersIntent(EndMembership)
export class OnEndMembership implements IntentAnswer<MembershipEnding> {
  constructor(private readonly end: EndConnection) {}

  async answer({ accountId, userId, idDies }: MembershipEnding): Promise<void> {
    if (idDies) await this.end.run(accountId, userId, 'user-ended');
  }
}
