import { Injectable } from '@nestjs/common';
import { LinksParked } from '../meetings';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { parkedToAdmin, parkedToRep } from './quota-text';
import { TellTeam } from './tell-team';

interface Parked {
  userId: string;
  /** An instant, by now as text. */
  until: string | Date;
}

@Injectable()
@ReactsTo(
  LinksParked,
  'notices.on-links-parked',
  'Rep and admins are told that links wait for the next day, and until when.',
)
export class OnLinksParked implements Reaction<Parked> {
  constructor(private readonly team: TellTeam) {}

  async react(fact: Fact<Parked>): Promise<void> {
    const until = new Date(fact.payload.until);
    await this.team.everywhere(fact, 'meetings.links-parked', () => ({
      toRep: (reading) => parkedToRep(until, reading),
      toAdmins: (reading) => parkedToAdmin(until, reading),
      mail: true,
    }));
  }
}
