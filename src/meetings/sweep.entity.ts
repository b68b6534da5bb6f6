import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Why a meeting that bears a mark like ours is left alone. */
export type Suspicion =
  /** Another installation's, such as a test server beside this one, or a backup of it. */
  | 'other-installation'
  /** Ours by its mark, but no attempt to make it is on record. */
  | 'unknown'
  /** It bears the mark of a meeting of ours, but was not made when we made that, or not for that time. */
  | 'copy';

/** A meeting that looks like ours and was left alone. */
export interface ReportedMeeting {
  zoomMeetingId: string;
  topic: string;
  /** RFC 3339, UTC; null: recurring without a fixed time */
  start: string | null;
  why: Suspicion;
  /** Whose meeting it is a copy of; null: unknown */
  accountId: string | null;
}

/** What the last sweep of a person's meetings found. */
@Entity('meeting_sweeps')
export class SweepEntity {
  @PrimaryColumn('uuid')
  userId: string;

  @Column('text')
  state: 'waiting' | 'running' | 'done' | 'failed';

  @Column('timestamptz')
  requestedAt: Date;

  @Column('timestamptz', { nullable: true })
  startedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  finishedAt: Date | null;

  @Column('integer')
  missingRemade: number;

  @Column('integer')
  changedInZoom: number;

  @Column('integer')
  orphansDeleted: number;

  @Column('jsonb')
  reported: ReportedMeeting[];

  @Column('integer')
  reportedCount: number;

  @Column('text', { nullable: true })
  failure: string | null;
}

export type SweepRow = Pick<SweepEntity, keyof SweepEntity>;
