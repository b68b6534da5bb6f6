import { Injectable } from '@nestjs/common';
import { ZoomError } from '#libs/zoom-api';
import { Calendars } from '../calendars';
import { Clock } from '../platform/clock';
import type { ZoomSession } from '../zoom';
import type { BegunStep } from './begin-step';
import type { Outcome } from './outcome.rules';
import { type Seen, judgeSeen } from './seen.rules';
import { WriteOutcome } from './write-outcome';
import { WriteSeen } from './write-seen';

/** Looks at a meeting that somebody may have changed or deleted in Zoom. What a webhook says of it is never believed. */
@Injectable()
export class LookAtMeeting {
  constructor(
    private readonly calendars: Calendars,
    private readonly outcomes: WriteOutcome,
    private readonly writing: WriteSeen,
    private readonly clock: Clock,
  ) {}

  /** @throws LeaseLost */
  async run(session: ZoomSession, { meeting, calendarId }: BegunStep): Promise<Outcome> {
    let seen: Seen | null = null;
    try {
      seen = await session.getMeeting(meeting.zoomMeetingId ?? '');
    } catch (error) {
      if (!(error instanceof ZoomError)) throw error;
      const { kind, retryAt } = error;
      if (kind !== 'not-found') return this.outcomes.run(session, meeting, 'look', { is: 'failed', kind, retryAt });
    }
    const { zoom } = await this.calendars.get(meeting.accountId, calendarId);
    return this.writing.run(session, meeting, (now) => judgeSeen(now, seen, zoom.onChangedInZoom, this.clock.now()));
  }
}
