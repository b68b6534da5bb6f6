import { Injectable } from '@nestjs/common';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { ZoomReconnectRequired } from '../zoom';
import { TellTeam } from './tell-team';
import { reconnectToAdmin, reconnectToRep } from './zoom-text';

@Injectable()
@ReactsTo(
  ZoomReconnectRequired,
  'notices.on-zoom-reconnect-required',
  'The rep is told to connect again, by mail too; admins are told that they must.',
)
export class OnZoomReconnectRequired implements Reaction<{ userId: string }> {
  constructor(private readonly team: TellTeam) {}

  async react(fact: Fact<{ userId: string }>): Promise<void> {
    const wording = { toRep: reconnectToRep, toAdmins: reconnectToAdmin, mail: true };
    await this.team.everywhere(fact, 'zoom.reconnect-required', () => wording);
  }
}
