import { ApiProperty } from '@nestjs/swagger';
import { formatInstant } from '#libs/time';
import type { Plain } from '../platform/http';
import type { SweepRow } from './sweep.entity';

const STATES = ['waiting', 'running', 'done', 'failed'] as const;
const SUSPICIONS = ['other-installation', 'unknown', 'copy'] as const;

class ReportedMeetingJson {
  @ApiProperty()
  zoomMeetingId: string;

  @ApiProperty({ type: String, nullable: true, description: 'null: of another account of the same person' })
  topic: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'null: without a fixed time' })
  start: string | null;

  @ApiProperty({ enum: SUSPICIONS })
  why: (typeof SUSPICIONS)[number];
}

export class SweepJson {
  @ApiProperty({ enum: STATES })
  state: (typeof STATES)[number];

  @ApiProperty({ format: 'date-time' })
  requestedAt: string;

  /** Of the last one that ended. What follows is what it found. */
  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  finishedAt: string | null;

  /** Gone from Zoom, and made anew. */
  @ApiProperty()
  missingRemade: number;

  /** Changed by hand in Zoom since we last looked. */
  @ApiProperty()
  changedInZoom: number;

  /** Ours, given up here and still at Zoom. */
  @ApiProperty()
  orphansDeleted: number;

  /** Look like ours and are left alone; the first hundred. */
  @ApiProperty({ type: [ReportedMeetingJson] })
  reported: Plain<ReportedMeetingJson>[];

  @ApiProperty()
  reportedCount: number;

  @ApiProperty({ type: String, nullable: true, example: 'zoom-unreachable' })
  failure: string | null;
}

/** @param toAccount whose admin sees it: the person has meetings of other accounts, too. Absent: the person themselves */
export function toSweep(row: SweepRow, toAccount?: string): Plain<SweepJson> {
  const { state, requestedAt, finishedAt, missingRemade, changedInZoom, orphansDeleted } = row;
  return {
    state,
    requestedAt: formatInstant(requestedAt.getTime()),
    finishedAt: finishedAt && formatInstant(finishedAt.getTime()),
    missingRemade,
    changedInZoom,
    orphansDeleted,
    reported: row.reported.map(({ accountId, topic, ...rest }) => {
      return { ...rest, topic: toAccount === undefined || accountId === toAccount ? topic : null };
    }),
    reportedCount: row.reportedCount,
    failure: row.failure,
  };
}
