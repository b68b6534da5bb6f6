import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Known, Step, Wanted } from './meeting.rules';

/** One generation of a slot's meeting. */
@Entity('meetings')
export class MeetingEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  slotId: string;

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

  @Column('text', { nullable: true })
  owes: Step | null;

  @Column('timestamptz', { nullable: true })
  owedUntil: Date | null;

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
