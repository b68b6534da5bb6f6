import { Injectable } from '@nestjs/common';
import { AppointmentReader } from '../appointments';
import { MeetingChangedInZoom } from '../meetings';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { NAMED } from './appointment-lines';
import { type ChangedInZoom, changedInZoom } from './changed-in-zoom-text';
import { TellTeam } from './tell-team';

interface Changed extends ChangedInZoom {
  userId: string;
  appointmentIds: string[];
}

@Injectable()
@ReactsTo(
  MeetingChangedInZoom,
  'notices.on-meeting-changed-in-zoom',
  'The host is told what somebody changed in Zoom, and what became of it.',
)
export class OnMeetingChangedInZoom implements Reaction<Changed> {
  constructor(
    private readonly appointments: AppointmentReader,
    private readonly team: TellTeam,
  ) {}

  async react({ id, accountId, payload }: Fact<Changed>): Promise<void> {
    const { userId, appointmentIds, ...change } = payload;
    const views = await this.appointments.many(accountId, appointmentIds);
    const concerned = { count: views.length, soonest: views.slice(0, NAMED) };
    const [only, ...others] = views;
    await this.team.run({
      ...{ accountId, userId, kind: 'meetings.changed-in-zoom', dedupeKey: `fact:${id}` },
      about: others.length === 0 && only ? { appointmentId: only.appointment.id } : {},
      toRep: (reading) => changedInZoom(change, concerned, reading),
    });
  }
}
