import { Injectable } from '@nestjs/common';
import { CopyPerson, type PersonalCopy } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { BlockStore } from './block.store';
import { FeedStore } from './feed.store';

/** Time off, and the calendars elsewhere that are read; of their addresses what may be shown. */
@AnswersIntent(CopyPerson)
@Injectable()
export class CopyBusyTimes implements IntentAnswer<PersonalCopy> {
  constructor(
    private readonly blocks: BlockStore,
    private readonly feeds: FeedStore,
  ) {}

  async answer(copy: PersonalCopy): Promise<void> {
    const { accountId, kind, id } = copy.subject;
    if (kind !== 'user') return;
    copy.add('blocks', await this.blocks.allOfUser(accountId, id));
    copy.add('busyFeeds', await this.feeds.allOfUser(accountId, id));
  }
}
