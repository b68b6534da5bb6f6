import { Injectable } from '@nestjs/common';
import { HostedAppointments } from '../appointments';
import { People } from '../identity';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { ZoomReleased } from '../zoom';
import { NAMED } from './appointment-lines';
import { TellTeam } from './tell-team';
import { releasedToRep } from './zoom-text';

interface Released {
  userId: string;
  reason: string;
}

@Injectable()
@ReactsTo(ZoomReleased, 'notices.on-zoom-released', 'The rep is told who released their Zoom account, and why.')
export class OnZoomReleased implements Reaction<Released> {
  constructor(
    private readonly people: People,
    private readonly appointments: HostedAppointments,
    private readonly team: TellTeam,
  ) {}

  async react({ id, accountId, actorId, payload: { userId, reason } }: Fact<Released>): Promise<void> {
    if (actorId === userId) return;
    const [actor] = actorId === null ? [] : await this.people.inAccount(accountId, [actorId], { deletedToo: true });
    const concerned = await this.appointments.byLink(accountId, userId, { state: 'ready' }, NAMED);
    const released = { who: actor?.name ?? 'An admin', reason, concerned };
    await this.team.run({
      ...{ accountId, userId, kind: 'zoom.released', dedupeKey: `fact:${id}` },
      toRep: (reading) => releasedToRep(released, reading),
      mail: true,
    });
  }
}
