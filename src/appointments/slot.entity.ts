import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JoinLinks } from '../calendars';
import type { MeetingLocation } from '../identity';
import type { LinkState } from './link.rules';

@Entity('slots')
export class SlotEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  calendarId: string;

  @Column('uuid', { nullable: true })
  leadUserId: string | null;

  @Column('timestamptz')
  startsAt: Date;

  @Column('timestamptz')
  endsAt: Date;

  @Column('integer')
  capacity: number;

  @Column('boolean')
  live: boolean;

  @Column('timestamptz', { nullable: true })
  heldUntil: Date | null;

  @Column('jsonb')
  location: MeetingLocation;

  @Column('jsonb')
  fallbackLocation: MeetingLocation;

  @Column('text')
  topic: string;

  @Column('text')
  linkState: LinkState;

  @Column('text', { nullable: true })
  linkJoinUrl: string | null;

  @Column('text', { nullable: true })
  linkZoomMeetingId: string | null;

  @Column('text', { nullable: true })
  linkPasscode: string | null;

  @Column('timestamptz', { nullable: true })
  linkParkedUntil: Date | null;

  @Column('text', { nullable: true })
  linkReason: string | null;

  @Column('boolean')
  linkUnmanaged: boolean;

  /** Each participant has a link of their own to the meeting. */
  @Column('boolean')
  linkPersonal: boolean;

  /** What the calendar asked for when the slot was booked first. */
  @Column('text')
  joinLinks: JoinLinks;

  /** The series whose slots under the same host share one link, this one among them; null: it has one of its own. */
  @Column('uuid', { nullable: true })
  linkSeriesId: string | null;

  @Column('integer')
  version: number;

  @Column('timestamptz')
  createdAt: Date;
}

/** A row as everybody but TypeORM sees it: a plain record. */
export type SlotRow = Pick<SlotEntity, keyof SlotEntity>;
