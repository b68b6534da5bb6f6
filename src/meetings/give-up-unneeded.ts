import { Injectable } from '@nestjs/common';
import { LinkNeeds } from '../appointments';
import { DeletionStore } from './deletion.store';
import { WantMeeting } from './want-meeting';

/** Gives up the meetings of slots that a host's guests have left: what was cancelled a moment ago has its reaction to come. */
@Injectable()
export class GiveUpUnneeded {
  constructor(
    private readonly store: DeletionStore,
    private readonly needs: LinkNeeds,
    private readonly want: WantMeeting,
  ) {}

  async run(hostUserId: string): Promise<void> {
    for (const { accountId, slotIds } of await this.store.slotsOf(hostUserId)) {
      await this.want.runAll(accountId, await this.needs.released(accountId, slotIds));
    }
  }
}
