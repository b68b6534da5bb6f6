import { Injectable } from '@nestjs/common';
import type { ListedMeeting } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import type { ZoomSession } from '../zoom';
import { MeetingStore } from './meeting.store';
import { Mend } from './mend';
import { referenceIn } from './references';
import type { SweepRow } from './sweep.entity';
import { compare, reportOf } from './sweep.rules';
import { SweepStore } from './sweep.store';

/** So many are shown; the others are counted. */
const REPORTED = 100;

type Found = Pick<SweepRow, 'missingRemade' | 'changedInZoom' | 'orphansDeleted' | 'reported' | 'reportedCount'>;

/** Compares Zoom's list of a host's meetings with ours and mends what is ours. Foreign meetings are not even kept. */
@Injectable()
export class SweepMeetings {
  constructor(
    private readonly meetings: MeetingStore,
    private readonly store: SweepStore,
    private readonly mend: Mend,
    private readonly clock: Clock,
  ) {}

  /** @throws ZoomError when the list cannot be had, LeaseLost */
  async run(session: ZoomSession): Promise<Found> {
    const now = this.clock.now();
    // Read before the list: what is made later cannot be missing from it.
    const current = await this.store.current(session.zoomUserId, now);
    const marked: ListedMeeting[] = [];
    const listedIds = new Set<string>();
    for await (const listed of session.listMeetings('scheduled')) {
      listedIds.add(listed.id);
      if (referenceIn(listed.agenda) !== null) marked.push(listed);
    }
    const rows = await this.store.byReference(marked.map(({ agenda }) => referenceIn(agenda) ?? ''));
    const byReference = new Map(rows.map((row) => [row.reference, row]));
    const installation = await this.meetings.installationId();
    const { zoomUserId } = session;
    const findings = compare({ marked, listedIds, byReference, current, zoomUserId, installation }, now);
    return {
      ...(await this.mend.run(session, findings)),
      reported: findings.reported.slice(0, REPORTED).map(reportOf),
      reportedCount: findings.reported.length,
    };
  }
}
