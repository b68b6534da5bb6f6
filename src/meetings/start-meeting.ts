import { Injectable } from '@nestjs/common';
import { ZoomError } from '#libs/zoom-api';
import { AppointmentReader, linkOwnerOf } from '../appointments';
import { type Principal, isAdmin } from '../identity';
import { Database } from '../platform/database';
import { NotFound, Unavailable } from '../platform/http';
import { ZoomNotConnected, ZoomReconnectNeeded, type ZoomSession, ZoomSessions } from '../zoom';
import { Generations } from './generations';
import type { MeetingRow } from './meeting.entity';
import { MeetingStore } from './meeting.store';
import { MeetingNotReady, NotLeadHost } from './meetings.problems';

/** How long the host stands in line while others talk to Zoom for them. */
const PATIENCE_MS = 5_000;

/** Fetches the host's own link: a secret good for two hours, so it is kept nowhere. */
@Injectable()
export class StartMeeting {
  constructor(
    private readonly db: Database,
    private readonly appointments: AppointmentReader,
    private readonly store: MeetingStore,
    private readonly generations: Generations,
    private readonly sessions: ZoomSessions,
  ) {}

  /** @throws NotFound, NotLeadHost, MeetingNotReady, ZoomNotConnected, ZoomReconnectNeeded, Unavailable */
  async run(who: Principal, appointmentId: string): Promise<{ startUrl: string }> {
    const meeting = await this.meetingOf(who, appointmentId);
    const done = await this.sessions.using(who.userId, (session) => this.startUrl(session, meeting), {
      waitMs: PATIENCE_MS,
    });
    if (done.state === 'done') return { startUrl: done.result };
    if (done.state === 'busy') throw Unavailable('Zoom is busy with other meetings of yours; try again in a moment.');
    if (done.state === 'reconnect-required') throw ZoomReconnectNeeded('Connect Zoom again to start the meeting.');
    throw ZoomNotConnected('Connect Zoom to start the meeting.');
  }

  private async meetingOf(who: Principal, appointmentId: string): Promise<MeetingRow> {
    const { appointment, slot, hosts } = await this.appointments.one(who.accountId, appointmentId);
    const visible = isAdmin(who.role) || hosts.some(({ userId }) => userId === who.userId);
    if (!visible || appointment.hiddenAt !== null) throw NotFound('There is no such appointment.');
    if (slot.leadUserId !== who.userId) throw NotLeadHost('The lead host starts the meeting.');
    const meeting = slot.linkState === 'ready' ? await this.store.current(who.accountId, linkOwnerOf(slot)) : null;
    if (!meeting?.zoomMeetingId) throw MeetingNotReady('The appointment has no Zoom meeting, or not yet.');
    return meeting;
  }

  private async startUrl(session: ZoomSession, meeting: MeetingRow): Promise<string> {
    try {
      const { startUrl } = await session.getMeeting(meeting.zoomMeetingId ?? '');
      if (startUrl !== null) return startUrl;
    } catch (error) {
      if (!(error instanceof ZoomError)) throw error;
      if (error.kind !== 'not-found') throw Unavailable('Zoom does not give the link now; try again in a moment.');
      await this.lookAgain(meeting);
    }
    throw MeetingNotReady('The meeting is not in Zoom any more; another one is being made.');
  }

  /** It was removed in Zoom: the reconciler finds that out for itself, and makes another. */
  private async lookAgain({ accountId, id }: MeetingRow): Promise<void> {
    await this.db.transaction(async () => {
      const meeting = await this.store.lock(accountId, id);
      if (meeting.known === 'present') await this.generations.change(meeting, { known: 'unknown', retryAt: null });
    });
  }
}
