import { Injectable } from '@nestjs/common';
import { LinksResumed } from '../meetings';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { resumedToAdmin, resumedToRep } from './quota-text';
import { TellTeam } from './tell-team';

interface Resumed {
  userId: string;
  links: number;
}

@Injectable()
@ReactsTo(LinksResumed, 'notices.on-links-resumed', 'Rep and admins are told that the links that waited are made.')
export class OnLinksResumed implements Reaction<Resumed> {
  constructor(private readonly team: TellTeam) {}

  async react(fact: Fact<Resumed>): Promise<void> {
    const { links } = fact.payload;
    await this.team.everywhere(fact, 'meetings.links-resumed', () => ({
      toRep: () => resumedToRep(links),
      toAdmins: (reading) => resumedToAdmin(links, reading),
      mail: true,
    }));
  }
}
