import type { CalendarRow } from '../calendars';
import type { SettledLink } from '../appointments';
import type { MeetingRow } from './meeting.entity';
import { durationMinutes, isTrue } from './meeting.rules';
import { type Sent, GONE, SETTLED } from './outcome.rules';

/** A meeting as Zoom shows it. Lists leave the passcode out, and some accounts do always. */
export interface Seen {
  topic: string;
  /** Epoch milliseconds. */
  start: number | null;
  durationMinutes: number | null;
  joinUrl: string | null;
  passcode: string | null;
}

/** What somebody changed in Zoom. `link`: the join link or the passcode; `recovered`: it was taken out of Zoom's trash. */
export type Touched = 'topic' | 'start' | 'duration' | 'link' | 'removed' | 'recovered';

/** What became of it. `given-up`: it was undone so often that it stands now. */
export type Reply = 'restored' | 'remade' | 'accepted' | 'given-up';

export interface Verdict {
  change: Partial<MeetingRow>;
  /** What the slot's link becomes. */
  link?: SettledLink;
  /** The slot needs another one. */
  remake?: boolean;
  /** What the host is told. */
  news?: { what: Touched[]; reply: Reply };
}

type Policy = CalendarRow['zoom']['onChangedInZoom'];

export const REMOVED = 'zoom-meeting-removed';

/** A host, or a policy of the Zoom account, that insists is let have its way after so many times in a day. */
const MAX_RESTORES = 3;
const DAY_MS = 86_400_000;

/**
 * How a meeting at Zoom differs from what Zoom was last told, or found to hold; null: it is gone. Not compared: the zone,
 * in which Zoom only shows the time, and settings, which are the host's to choose.
 */
export function changesIn(meeting: MeetingRow, seen: Seen | null): Touched[] {
  if (seen === null) return ['removed'];
  const changes: Touched[] = differences(meeting, heldOf(meeting), seen);
  const otherUrl = seen.joinUrl !== null && seen.joinUrl !== meeting.joinUrl;
  const otherPasscode = seen.passcode !== null && seen.passcode !== meeting.passcode;
  return otherUrl || otherPasscode ? [...changes, 'link'] : changes;
}

/** What a look at a meeting that is wanted means. Once it has begun, nothing is undone. */
export function judgeSeen(meeting: MeetingRow, seen: Seen | null, policy: Policy, now: Date): Verdict {
  if (seen === null) return judgeGone(meeting, policy, now);
  if (meeting.known === 'absent') return recovered(meeting, seen);
  const what = changesIn(meeting, seen);
  const [changed, hasNewLink] = [what.filter((each) => each !== 'link'), what.includes('link')];
  const adopted = hasNewLink ? adopt(meeting, seen) : { change: {} };
  const verdict = (change: Partial<MeetingRow>, reply?: Reply): Verdict => ({
    ...adopted,
    change: { ...SETTLED, ...adopted.change, ...change },
    ...(reply ? { news: { what, reply } } : hasNewLink ? { news: { what: ['link'], reply: 'accepted' } } : {}),
  });
  if (changed.length === 0) return verdict({});
  if (differences(meeting, wantedOf(meeting), seen).length === 0)
    return verdict({ ...wantedOf(meeting), accepted: false });
  const sent = sentAs(meeting, seen, changed);
  // The slot's own change is on its way and wins; or it is too late to undo anything.
  const settledAnyway = !isTrue(meeting) && !meeting.accepted;
  if (settledAnyway || hasBegun(meeting, now)) return verdict(sent);
  const count = policy === 'restore' ? countedRestore(meeting, now) : null;
  if (count) return verdict({ ...sent, ...count, accepted: false }, 'restored');
  return verdict({ ...sent, accepted: true }, policy === 'restore' ? 'given-up' : 'accepted');
}

/** What is gone after its start was removed by a host who is done with it. */
function judgeGone(meeting: MeetingRow, policy: Policy, now: Date): Verdict {
  // Its removal stands already, and its id is kept in case it is taken out of Zoom's trash.
  if (meeting.known === 'absent') return { change: { ...SETTLED, failure: REMOVED } };
  const restores = policy === 'restore' && !hasBegun(meeting, now);
  const count = restores ? countedRestore(meeting, now) : null;
  if (count) {
    return { change: { ...SETTLED, ...GONE, ...count }, remake: true, news: { what: ['removed'], reply: 'remade' } };
  }
  return {
    change: { ...SETTLED, known: 'absent', joinUrl: null, failure: REMOVED },
    link: { state: 'failed', reason: REMOVED },
    news: { what: ['removed'], reply: restores ? 'given-up' : 'accepted' },
  };
}

/** Of a series some slots are over and others lie ahead. */
function hasBegun({ seriesId, startsAt }: MeetingRow, now: Date): boolean {
  return seriesId === null && startsAt <= now;
}

/** Guests get the link back, and Zoom's values stand as they did before. */
function recovered(meeting: MeetingRow, seen: Seen): Verdict {
  const sent = sentAs(meeting, seen, differences(meeting, heldOf(meeting), seen));
  const { change, link } = adopt(meeting, seen);
  return {
    change: { ...SETTLED, ...change, ...sent, known: 'present', accepted: !isTrue({ ...meeting, ...sent }) },
    link,
    news: { what: ['recovered'], reply: 'accepted' },
  };
}

/** A passcode is part of the join link, so a new one of either is what guests need. */
function adopt(meeting: MeetingRow, seen: Seen): { change: Partial<MeetingRow>; link: SettledLink } {
  const joinUrl = seen.joinUrl ?? meeting.joinUrl ?? undefined;
  const passcode = seen.passcode ?? (joinUrl === meeting.joinUrl ? meeting.passcode : null);
  const zoomMeetingId = meeting.zoomMeetingId ?? undefined;
  return {
    change: { joinUrl, passcode },
    link: { state: 'ready', joinUrl, zoomMeetingId, passcode, personal: meeting.personal },
  };
}

/** Null once there were too many. */
function countedRestore({ restores, restoresSince }: MeetingRow, now: Date): Partial<MeetingRow> | null {
  const isNew = restoresSince === null || now.getTime() - restoresSince.getTime() >= DAY_MS;
  if (isNew) return { restores: 1, restoresSince: now };
  return restores < MAX_RESTORES ? { restores: restores + 1 } : null;
}

/** What Zoom was last told, or found to hold. */
export const heldOf = ({ sentTopic, sentStartsAt, sentDurationMinutes }: MeetingRow): Sent => ({
  sentTopic,
  sentStartsAt,
  sentDurationMinutes,
});

const wantedOf = (meeting: MeetingRow): Sent => ({
  sentTopic: meeting.topic,
  sentStartsAt: meeting.seriesId === null ? meeting.startsAt : null,
  sentDurationMinutes: durationMinutes(meeting),
});

/** The meeting of a series has no time of its own in Zoom. */
function differences({ seriesId }: MeetingRow, held: Sent, seen: Seen): ('topic' | 'start' | 'duration')[] {
  const start = held.sentStartsAt?.getTime() ?? null;
  const topic = plain(held.sentTopic ?? '') === plain(seen.topic) ? [] : (['topic'] as const);
  if (seriesId !== null) return [...topic];
  return [
    ...topic,
    ...(second(start) === second(seen.start) ? [] : (['start'] as const)),
    ...(held.sentDurationMinutes === seen.durationMinutes ? [] : (['duration'] as const)),
  ];
}

/** What Zoom holds now, in our words where they mean the same. */
function sentAs(meeting: MeetingRow, seen: Seen, changed: Touched[]): Sent {
  return {
    sentTopic: changed.includes('topic') ? seen.topic : meeting.sentTopic,
    sentStartsAt: changed.includes('start') ? dateOf(seen.start) : meeting.sentStartsAt,
    sentDurationMinutes: changed.includes('duration') ? seen.durationMinutes : meeting.sentDurationMinutes,
  };
}

/** Zoom takes 200 characters, or one less where they end in the middle of one. */
const TOPIC_LIMIT = 199;

/** Zoom cuts topics, and may tidy them up: that is no change by anybody. */
function plain(topic: string): string {
  return topic.slice(0, TOPIC_LIMIT).replace(/\s+/g, ' ').trim();
}

/** Zoom's times have no milliseconds. */
const second = (ms: number | null) => (ms === null ? null : Math.floor(ms / 1_000));

const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms));
