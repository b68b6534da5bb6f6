import { Injectable } from '@nestjs/common';
import { EndMembership, type MembershipEnding } from '../identity';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { BlockStore } from './block.store';
import { FeedStore } from './feed.store';

/** What an account kept of a person's time goes with the membership: nobody there could manage it any more. */
@Injectable()
@AnswersIntent(EndMembership)
export class ForgetBusyTimes implements IntentAnswer<MembershipEnding> {
  constructor(
    private readonly blocks: BlockStore,
    private readonly feeds: FeedStore,
  ) {}

  async answer({ accountId, userId }: MembershipEnding): Promise<void> {
    await this.blocks.removeOfUser(accountId, userId);
    await this.feeds.removeOfUser(accountId, userId);
  }
}
