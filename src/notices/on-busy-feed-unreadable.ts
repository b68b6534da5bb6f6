import { Injectable } from '@nestjs/common';
import { BusyFeedUnreadable } from '../busy-times';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { feedUnreadable, type Unreadable } from './feed-text';
import { TellTeam } from './tell-team';

@Injectable()
@ReactsTo(
  BusyFeedUnreadable,
  'notices.on-busy-feed-unreadable',
  'Whose calendar it is is told that it cannot be read, once until it can be again.',
)
export class OnBusyFeedUnreadable implements Reaction<Unreadable & { userId: string }> {
  constructor(private readonly team: TellTeam) {}

  async react({ id, accountId, payload }: Fact<Unreadable & { userId: string }>): Promise<void> {
    await this.team.run({
      ...{ accountId, userId: payload.userId, kind: 'busy-times.feed-unreadable', dedupeKey: `fact:${id}` },
      toRep: (reading) => feedUnreadable(payload, reading),
    });
  }
}
