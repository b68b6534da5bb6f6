import { Injectable } from '@nestjs/common';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { ZoomQuotaWarned } from '../zoom';
import { type Warned, warnedToAdmin, warnedToRep } from './quota-text';
import { TellTeam } from './tell-team';

@Injectable()
@ReactsTo(
  ZoomQuotaWarned,
  'notices.on-zoom-quota-warned',
  "Rep and admins are told that most of the day's requests are used.",
)
export class OnZoomQuotaWarned implements Reaction<Warned & { userId: string }> {
  constructor(private readonly team: TellTeam) {}

  async react(fact: Fact<Warned & { userId: string }>): Promise<void> {
    await this.team.everywhere(fact, 'zoom.quota-warned', () => ({
      toRep: (reading) => warnedToRep(fact.payload, reading),
      toAdmins: (reading) => warnedToAdmin(fact.payload, reading),
      mail: true,
    }));
  }
}
