import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Known, Wanted } from './meeting.rules';
import type { EnrolmentStep } from './registrant.rules';

/** An address that has, or shall have, a join link of its own into a meeting. */
@Entity('meeting_registrants')
export class RegistrantEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  meetingId: string;

  @Column('text')
  email: string;

  @Column('text')
  firstName: string;

  @Column('text')
  lastName: string;

  @Column('text')
  wanted: Wanted;

  @Column('text')
  known: Known;

  @Column('text', { nullable: true })
  registrantId: string | null;

  @Column('text', { nullable: true })
  joinUrl: string | null;

  @Column('text', { nullable: true })
  owes: EnrolmentStep | null;

  @Column('timestamptz', { nullable: true })
  retryAt: Date | null;

  @Column('integer')
  attempts: number;

  @Column('text', { nullable: true })
  failure: string | null;

  @Column('timestamptz')
  createdAt: Date;
}

export type RegistrantRow = Pick<RegistrantEntity, keyof RegistrantEntity>;
