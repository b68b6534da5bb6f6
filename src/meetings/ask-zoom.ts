import { Injectable } from '@nestjs/common';
import { ZoomError } from '#libs/zoom-api';
import { Calendars } from '../calendars';
import { QuotaSpent, type RequestCause, type ZoomSession } from '../zoom';
import type { BegunStep } from './begin-step';
import type { MeetingRow } from './meeting.entity';
import { meetingRequest } from './meeting-request';
import { durationMinutes } from './meeting.rules';
import type { Answer, Sent } from './outcome.rules';

/** Makes the one request a step is about. */
@Injectable()
export class AskZoom {
  constructor(private readonly calendars: Calendars) {}

  run(session: ZoomSession, begun: BegunStep): Promise<Answer> {
    return answerTo(() => this.ask(session, begun));
  }

  private async ask(session: ZoomSession, { meeting, calendarId, step }: BegunStep): Promise<Answer> {
    const { accountId, slotId, appointmentIds } = meeting;
    const cause: RequestCause = { accountId, slotId, appointmentIds };
    if (step === 'create') {
      const calendar = await this.calendars.get(accountId, calendarId);
      const made = await session.createMeeting(meetingRequest(meeting, calendar, session.plan), cause);
      const { id: zoomMeetingId, joinUrl, passcode } = made;
      return { is: 'there', zoomMeetingId, joinUrl, passcode, sent: sentOf(meeting) };
    }
    const zoomMeetingId = meeting.zoomMeetingId ?? '';
    if (step === 'delete') {
      await session.deleteMeeting(zoomMeetingId, cause);
      return { is: 'gone' };
    }
    const start = meeting.startsAt.getTime();
    const change = { topic: meeting.topic, start, durationMinutes: durationMinutes(meeting) };
    await session.updateMeeting(zoomMeetingId, change, cause);
    return { is: 'changed', sent: sentOf(meeting) };
  }
}

/** What came of a request, failures included. @throws whatever is no word of Zoom's */
export async function answerTo(request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof QuotaSpent) return { is: 'spent', until: error.until };
    if (error instanceof ZoomError) return { is: 'failed', kind: error.kind, retryAt: error.retryAt };
    throw error;
  }
}

function sentOf(meeting: MeetingRow): Sent {
  return {
    sentTopic: meeting.topic,
    sentStartsAt: meeting.startsAt,
    sentDurationMinutes: durationMinutes(meeting),
  };
}
