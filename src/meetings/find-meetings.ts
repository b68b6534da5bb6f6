import { Injectable } from '@nestjs/common';
import { type ListedMeeting, ZoomError } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import type { ZoomSession } from '../zoom';
import { answerTo } from './ask-zoom';
import type { MeetingRow } from './meeting.entity';
import { MeetingStore } from './meeting.store';
import type { Answer, Outcome } from './outcome.rules';
import { referenceIn } from './references';
import { changesIn, heldOf } from './seen.rules';
import { WriteOutcome } from './write-outcome';

/** With one list, since it costs the same for one meeting as for all that are looked for. */
const AT_ONCE = 200;
/** Zoom's list of upcoming meetings ends after six months and may begin at another now than ours. */
const SOON_MS = 3_600_000;
const FAR_MS = 150 * 86_400_000;

/** Looks in the host's list for meetings whose fate is unknown, and adopts what it finds. */
@Injectable()
export class FindMeetings {
  constructor(
    private readonly store: MeetingStore,
    private readonly outcomes: WriteOutcome,
    private readonly clock: Clock,
  ) {}

  /** @returns what came of the one that was asked for */
  async run(session: ZoomSession, asked: MeetingRow): Promise<Outcome> {
    const others = (await this.store.toBeFound(session.zoomUserId, this.clock.now(), AT_ONCE)).filter(
      ({ id }) => id !== asked.id,
    );
    let list: Listed | undefined;
    const first = await answerTo(async () => {
      list = await this.list(session, [asked, ...others]);
      return this.lookFor(session, asked, list);
    });
    const outcome = await this.outcomes.run(session, asked, 'find', first);
    if (list === undefined || outcome.pause) return outcome;
    for (const meeting of others) {
      const found = list;
      const answer = await answerTo(() => this.lookFor(session, meeting, found));
      const { pause } = await this.outcomes.run(session, meeting, 'find', answer);
      if (pause) return { ...outcome, pause };
    }
    return outcome;
  }

  private async list(session: ZoomSession, meetings: MeetingRow[]): Promise<Listed> {
    const now = this.clock.ms();
    const upcoming = meetings.every(({ seriesId, startsAt }) => {
      const distance = startsAt.getTime() - now;
      // What has no time of its own is never upcoming.
      return seriesId === null && distance > SOON_MS && distance < FAR_MS;
    });
    const list: Listed = { byReference: new Map(), byId: new Map() };
    for await (const listed of session.listMeetings(upcoming ? 'upcoming' : 'scheduled')) {
      list.byId.set(listed.id, listed);
      const reference = referenceIn(listed.agenda);
      if (reference === null) continue;
      list.byReference.set(reference, [...(list.byReference.get(reference) ?? []), listed]);
    }
    return list;
  }

  private async lookFor(session: ZoomSession, meeting: MeetingRow, list: Listed): Promise<Answer> {
    const { zoomMeetingId: id, reference } = meeting;
    // By its reference only where nobody knows its ID: a copy made in Zoom is no meeting of ours.
    const listed = id === null ? oldest(list.byReference.get(reference) ?? []) : list.byId.get(id);
    if (!listed) return { is: 'not-there' };
    const sent = {
      sentTopic: listed.topic,
      sentStartsAt: listed.start === null ? null : new Date(listed.start),
      sentDurationMinutes: listed.durationMinutes,
    };
    const { zoomMeetingId, joinUrl } = meeting;
    if (zoomMeetingId === listed.id && joinUrl !== null) {
      // While nobody watched it, somebody may have changed it: that is judged by a look.
      const touched = changesIn(meeting, { ...listed, passcode: null }).length > 0;
      return { is: 'there', zoomMeetingId, joinUrl, passcode: null, sent: heldOf(meeting), touched };
    }
    try {
      const { id: zoomMeetingId, joinUrl, passcode, registrationUrl } = await session.getMeeting(listed.id);
      return { is: 'there', zoomMeetingId, joinUrl, passcode, sent, personal: registrationUrl !== null };
    } catch (error) {
      // Deleted since the list was made.
      if (error instanceof ZoomError && error.kind === 'not-found') return { is: 'not-there' };
      throw error;
    }
  }
}

interface Listed {
  byReference: Map<string, ListedMeeting[]>;
  byId: Map<string, ListedMeeting>;
}

/** A meeting copied in Zoom carries its reference along; the first of them is ours. */
function oldest(meetings: ListedMeeting[]): ListedMeeting | undefined {
  return [...meetings].sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))[0];
}
