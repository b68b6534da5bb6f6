import { Injectable } from '@nestjs/common';
import { ZoomError } from '#libs/zoom-api';
import { Calendars } from '../calendars';
import { QuotaSpent, type RequestCause, type ZoomSession } from '../zoom';
import { Colleagues } from './colleagues';
import type { BegunStep } from './begin-step';
import type { MeetingRow } from './meeting.entity';
import { meetingRequest, timeOf } from './meeting-request';
import { durationMinutes } from './meeting.rules';
import { type Answer, faultOf, type Sent } from './outcome.rules';

/** Makes the one request a step is about. */
@Injectable()
export class AskZoom {
  constructor(
    private readonly calendars: Calendars,
    private readonly colleagues: Colleagues,
  ) {}

  run(session: ZoomSession, begun: BegunStep): Promise<Answer> {
    return begun.step === 'create' ? this.create(session, begun) : answerTo(() => this.ask(session, begun));
  }

  private async create(session: ZoomSession, begun: BegunStep): Promise<Answer> {
    const { meeting, calendarId, slotId, keep } = begun;
    const { accountId } = meeting;
    const personal = begun.joinLinks === 'per_participant' && session.registers;
    const [calendar, colleagues] = await Promise.all([
      this.calendars.get(accountId, calendarId),
      this.colleagues.of(session, accountId, slotId),
    ]);
    const answer = await answerTo(async () => {
      const request = meetingRequest(meeting, calendar, { plan: session.plan, colleagues, personal });
      const made = await session.createMeeting(request, causeOf(meeting, keep));
      const { id: zoomMeetingId, joinUrl, passcode } = made;
      // Zoom turns registration off without a word where the plan has none.
      const registers = personal && made.registrationUrl !== null;
      return { is: 'there', zoomMeetingId, joinUrl, passcode, sent: sentOf(meeting), personal: registers };
    });
    if (answer.is !== 'failed' || !colleagues) return answer;
    const failure = { ...answer, colleagues };
    const fault = faultOf(meeting, failure);
    if (Array.isArray(fault)) await this.colleagues.notAsHosts(session, fault);
    return failure;
  }

  private async ask(session: ZoomSession, { meeting, step, keep, joinLinks }: BegunStep): Promise<Answer> {
    const cause = causeOf(meeting, keep);
    const zoomMeetingId = meeting.zoomMeetingId ?? '';
    if (step === 'delete') {
      await session.deleteMeeting(zoomMeetingId, cause);
      return { is: 'gone' };
    }
    // Whoever shares a link after all must not be sent to a form.
    const open = joinLinks === 'per_participant' && !meeting.personal;
    const settings = open ? { settings: { registration: 'none' } as const } : {};
    await session.updateMeeting(zoomMeetingId, { topic: meeting.topic, ...timeOf(meeting), ...settings }, cause);
    return { is: 'changed', sent: sentOf(meeting) };
  }
}

/** What came of a request, failures included. @throws whatever is no word of Zoom's */
export async function answerTo(request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof QuotaSpent) return { is: 'spent', until: error.until };
    if (error instanceof ZoomError) {
      return { is: 'failed', kind: error.kind, retryAt: error.retryAt, says: error.zoomMessage };
    }
    throw error;
  }
}

/** What a counted request is for. */
export function causeOf({ accountId, slotId, seriesId, appointmentIds }: MeetingRow, keep: number): RequestCause {
  return { accountId, slotId, seriesId, appointmentIds, keep };
}

function sentOf(meeting: MeetingRow): Sent {
  return {
    sentTopic: meeting.topic,
    sentStartsAt: meeting.seriesId === null ? meeting.startsAt : null,
    sentDurationMinutes: durationMinutes(meeting),
  };
}
