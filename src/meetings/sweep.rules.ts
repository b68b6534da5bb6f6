import { formatInstant } from '#libs/time';
import type { ListedMeeting } from '#libs/zoom-api';
import type { MeetingRow } from './meeting.entity';
import { isOurs, referenceIn } from './references';
import { changesIn } from './seen.rules';
import type { ReportedMeeting, Suspicion } from './sweep.entity';

/** What is wrong between Zoom's list of a host's meetings and ours. Whatever is right, foreign or over is not in it. */
export interface Findings {
  /** Given up here, still there: their rows. */
  orphans: { row: MeetingRow; listed: ListedMeeting }[];
  /** A second meeting of one attempt. */
  twins: { row: MeetingRow; listed: ListedMeeting }[];
  /** Ours, not in the list. */
  missing: MeetingRow[];
  /** Ours, and not as Zoom was told. */
  changed: MeetingRow[];
  reported: { listed: ListedMeeting; why: Suspicion; accountId: string | null }[];
}

/** Clocks differ by less, and a request that timed out is carried out sooner. */
const BEFORE_MS = 5 * 60_000;
const AFTER_MS = 15 * 60_000;

export interface Lists {
  /** Those of the host's meetings at Zoom that begin with a mark. */
  marked: ListedMeeting[];
  /** Of every meeting in the list. */
  listedIds: ReadonlySet<string>;
  /** Our rows of those marks. */
  byReference: ReadonlyMap<string, MeetingRow>;
  /** Meetings we believe to be there, on this Zoom user, and want. */
  current: MeetingRow[];
  zoomUserId: string;
  installation: string;
}

/** Compares the two lists. Meetings that have begun are left as they are. */
export function compare(lists: Lists, now: Date): Findings {
  const findings: Findings = { orphans: [], twins: [], missing: [], changed: [], reported: [] };
  for (const listed of lists.marked) {
    if (listed.start !== null && listed.start <= now.getTime()) continue;
    sort(listed, lists, findings);
  }
  const { current, listedIds } = lists;
  findings.missing = current.filter(({ seriesId, startsAt, endsAt, zoomMeetingId }) => {
    const ahead = (seriesId === null ? startsAt : endsAt) > now;
    return ahead && zoomMeetingId !== null && !listedIds.has(zoomMeetingId);
  });
  return findings;
}

function sort(listed: ListedMeeting, { byReference, installation, zoomUserId }: Lists, findings: Findings): void {
  const reference = referenceIn(listed.agenda) ?? '';
  const row = byReference.get(reference);
  if (!row) {
    const why = isOurs(reference, installation) ? 'unknown' : 'other-installation';
    findings.reported.push({ listed, why, accountId: null });
  } else if (row.zoomMeetingId === listed.id) {
    if (row.wanted === 'present' && row.known === 'present' && !isAsTold(row, listed)) findings.changed.push(row);
  } else if (row.known === 'unknown') {
    // It is looked for anyway.
  } else if (row.zoomUserId !== zoomUserId || !(row.lastZoomMeetingId === listed.id || isOfAttempt(row, listed))) {
    findings.reported.push({ listed, why: 'copy', accountId: row.accountId });
  } else {
    (row.known === 'absent' ? findings.orphans : findings.twins).push({ row, listed });
  }
}

/** Made by one of our attempts, and for its time. */
function isOfAttempt(row: MeetingRow, { createdAt, start }: ListedMeeting): boolean {
  if (row.attemptedAt === null || createdAt === null) return false;
  const made = createdAt >= row.createdAt.getTime() - BEFORE_MS && createdAt <= row.attemptedAt.getTime() + AFTER_MS;
  return made && start === startOf(row);
}

/** What Zoom was told; null: the meeting of a series has no fixed time. */
function startOf({ seriesId, sentStartsAt, startsAt }: MeetingRow): number | null {
  return seriesId === null ? (sentStartsAt ?? startsAt).getTime() : null;
}

/** Links are not compared: a list may show them without the passcode. */
function isAsTold(row: MeetingRow, { topic, start, durationMinutes }: ListedMeeting): boolean {
  return changesIn(row, { topic, start, durationMinutes, joinUrl: null, passcode: null }).length === 0;
}

/** What is kept of a meeting that is left alone. */
export function reportOf({ listed, why, accountId }: Findings['reported'][number]): ReportedMeeting {
  const start = listed.start === null ? null : formatInstant(listed.start);
  return { zoomMeetingId: listed.id, topic: listed.topic, start, why, accountId };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** After 00:00 UTC, and after parked links were made. */
const NIGHTLY_AT_MS = 2 * HOUR_MS;

/** When the last nightly sweeps began. */
export function lastNight(now: Date): Date {
  return new Date(Math.floor((now.getTime() - NIGHTLY_AT_MS) / DAY_MS) * DAY_MS + NIGHTLY_AT_MS);
}
