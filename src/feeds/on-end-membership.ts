import { Injectable } from '@nestjs/common';
import { EndMembership, type MembershipEnding } from '../identity';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { PrivateFeedStore } from './private-feed.store';

/** Who leaves an account reads its appointments no more. */
@Injectable()
@AnswersIntent(EndMembership)
export class EndPrivateFeed implements IntentAnswer<MembershipEnding> {
  constructor(private readonly store: PrivateFeedStore) {}

  async answer({ accountId, userId }: MembershipEnding): Promise<void> {
    await this.store.remove(accountId, userId);
  }
}
