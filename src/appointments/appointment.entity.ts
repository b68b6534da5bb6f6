import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MeetingLocation } from '../identity';
import type { Answers, AskedQuestion } from './answers.rules';
import type { AppointmentStatus, CancelledBy } from './appointment.rules';
import type { OwnLink } from './own-link.rules';

export interface Guest {
  name: string;
  email: string;
}

/** What somebody who booked for themselves typed. */
export interface Booker {
  name: string;
  email: string;
  phone: string | null;
}

@Entity('appointments')
export class AppointmentEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  calendarId: string;

  @Column('uuid')
  slotId: string;

  @Column('uuid', { nullable: true })
  seriesId: string | null;

  @Column('uuid')
  contactId: string;

  @Column('jsonb', { nullable: true })
  booker: Booker | null;

  @Column('text')
  status: AppointmentStatus;

  @Column('text')
  timezone: string;

  @Column('text', { nullable: true })
  locale: string | null;

  @Column('text')
  title: string;

  @Column('text', { nullable: true })
  notes: string | null;

  @Column('text', { nullable: true })
  internalNotes: string | null;

  @Column('jsonb')
  guests: Guest[];

  @Column('jsonb')
  answers: Answers;

  @Column('jsonb')
  questions: AskedQuestion[];

  @Column('jsonb', { nullable: true })
  source: Record<string, unknown> | null;

  @Column('jsonb', { nullable: true })
  location: MeetingLocation | null;

  @Column('text', { nullable: true })
  cancelledBy: CancelledBy | null;

  @Column('text', { nullable: true })
  cancellationReason: string | null;

  @Column('timestamptz', { nullable: true })
  cancelledAt: Date | null;

  @Column('boolean')
  forced: boolean;

  @Column('boolean')
  notify: boolean;

  /** Where participants have links of their own. */
  @Column('jsonb', { nullable: true })
  ownLink: OwnLink | null;

  @Column('integer')
  linkGeneration: number;

  @Column('timestamptz', { nullable: true })
  hiddenAt: Date | null;

  @Column('integer')
  version: number;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz')
  updatedAt: Date;
}

/** A row as everybody but TypeORM sees it: a plain record. */
export type AppointmentRow = Pick<AppointmentEntity, keyof AppointmentEntity>;
