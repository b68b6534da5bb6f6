import { Injectable } from '@nestjs/common';
import { HostedAppointments } from '../appointments';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { type WhyDisconnected, ZoomDisconnected } from '../zoom';
import { type Concerned, NAMED } from './appointment-lines';
import { TellTeam, type Wording } from './tell-team';
import { disconnectedToRep, uninstalledToAdmin, uninstalledToRep } from './zoom-text';

interface Disconnected {
  userId: string;
  why: WhyDisconnected;
}

@Injectable()
@ReactsTo(
  ZoomDisconnected,
  'notices.on-zoom-disconnected',
  'Those concerned are told which links go on unmanaged, and of an app that was removed.',
)
export class OnZoomDisconnected implements Reaction<Disconnected> {
  constructor(
    private readonly appointments: HostedAppointments,
    private readonly team: TellTeam,
  ) {}

  async react(fact: Fact<Disconnected>): Promise<void> {
    const { userId, why } = fact.payload;
    await this.team.everywhere(fact, 'zoom.disconnected', async (accountId) => {
      // A release has a notice of its own, in the account whose admin did it.
      if (why === 'released' && accountId === fact.accountId) return {};
      const concerned = await this.appointments.byLink(accountId, userId, { state: 'ready' }, NAMED);
      return why === 'uninstalled' ? uninstalled(concerned) : disconnected(concerned);
    });
  }
}

function uninstalled(concerned: Concerned): Wording {
  return {
    toRep: (reading) => uninstalledToRep(concerned, reading),
    toAdmins: (reading) => uninstalledToAdmin(concerned, reading),
    mail: true,
  };
}

/** Who did it knows of it: they are told what it leaves behind. */
function disconnected(concerned: Concerned): Wording {
  return concerned.count === 0 ? {} : { toRep: (reading) => disconnectedToRep(concerned, reading) };
}
