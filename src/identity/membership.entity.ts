import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MeetingLocation } from './meeting-location';
import type { Role } from './policies';

export interface ShownAs {
  name: string;
  email: string;
  timezone: string;
  phone: string | null;
}

@Entity('memberships')
export class MembershipRow {
  @PrimaryColumn('uuid')
  accountId: string;

  @PrimaryColumn('uuid')
  userId: string;

  @Column('text')
  role: Role;

  @Column('jsonb', { nullable: true })
  defaultMeetingLocation: MeetingLocation | null;

  @Column('integer')
  version: number;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  deletedAt: Date | null;

  /** What the account sees of a person who left it: as they were then. */
  @Column('jsonb', { nullable: true })
  shownAs: ShownAs | null;

  @Column('uuid', { nullable: true })
  restoredAs: string | null;
}
