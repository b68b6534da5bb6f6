import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Known, Step, Wanted } from './meeting.rules';

/** One generation of the meeting of a slot, or of a series for all its slots: exactly one of the two is given. */
@Entity('meetings')
export class MeetingEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid', { nullable: true })
  slotId: string | null;

  @Column('uuid', { nullable: true })
  seriesId: string | null;

  @Column('integer')
  generation: number;

  @Column('uuid')
  hostUserId: string;

  @Column('uuid', { array: true })
  appointmentIds: string[];

  @Column('text')
  wanted: Wanted;

  @Column('text')
  topic: string;

  @Column('timestamptz')
  startsAt: Date;

  @Column('timestamptz')
  endsAt: Date;

  @Column('text')
  known: Known;

  @Column('text', { nullable: true })
  zoomUserId: string | null;

  @Column('text')
  reference: string;

  @Column('text', { nullable: true })
  passcode: string | null;

  @Column('text', { nullable: true })
  zoomMeetingId: string | null;

  /** The same, also after it is gone. */
  @Column('text', { nullable: true })
  lastZoomMeetingId: string | null;

  @Column('text', { nullable: true })
  joinUrl: string | null;

  @Column('text', { nullable: true })
  sentTopic: string | null;

  @Column('timestamptz', { nullable: true })
  sentStartsAt: Date | null;

  @Column('integer', { nullable: true })
  sentDurationMinutes: number | null;

  @Column('boolean')
  unmanaged: boolean;

  /** Each participant has a link of their own to it. */
  @Column('boolean')
  personal: boolean;

  /** Who is enrolled may not be who sits there any more. */
  @Column('boolean')
  enrolDue: boolean;

  @Column('integer')
  touches: number;

  @Column('boolean')
  accepted: boolean;

  @Column('integer')
  restores: number;

  @Column('timestamptz', { nullable: true })
  restoresSince: Date | null;

  @Column('uuid', { nullable: true })
  handTo: string | null;

  @Column('uuid', { nullable: true })
  takesFrom: string | null;

  /** Another host's meeting for the same time, which is deleted once this one is there. */
  @Column('uuid', { nullable: true })
  replaces: string | null;

  @Column('text', { nullable: true })
  owes: Step | null;

  @Column('timestamptz', { nullable: true })
  owedUntil: Date | null;

  @Column('timestamptz', { nullable: true })
  owedSince: Date | null;

  @Column('timestamptz', { nullable: true })
  changedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  parkedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  retryAt: Date | null;

  @Column('timestamptz', { nullable: true })
  attemptedAt: Date | null;

  @Column('integer')
  attempts: number;

  @Column('text', { nullable: true })
  failure: string | null;

  @Column('timestamptz')
  createdAt: Date;
}

/** A row as everybody but TypeORM sees it: a plain record. */
export type MeetingRow = Pick<MeetingEntity, keyof MeetingEntity>;
