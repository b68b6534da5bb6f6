import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MeetingLocation } from '../identity';
import type {
  Calendar,
  CalendarType,
  Distribution,
  Member,
  Notifications,
  Priority,
  Question,
  ZoomSettings,
} from './calendar';

@Entity('calendars')
export class CalendarRow implements Calendar {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('text')
  slug: string;

  @Column('text')
  name: string;

  @Column('text')
  type: CalendarType;

  @Column('text')
  timezone: string;

  @Column('boolean')
  active: boolean;

  @Column('text')
  slotDuration: string;

  @Column('text')
  slotInterval: string;

  @Column('text')
  slotOffset: string;

  @Column('text')
  preBuffer: string;

  @Column('text')
  postBuffer: string;

  @Column('integer')
  appointmentsPerSlot: number;

  @Column('integer', { nullable: true })
  appointmentsPerDay: number | null;

  @Column('integer', { nullable: true })
  appointmentsPerHostPerDay: number | null;

  @Column('text')
  minimumNotice: string;

  @Column('text')
  bookingWindow: string;

  @Column('boolean')
  autoConfirm: boolean;

  @Column('boolean')
  allowReschedule: boolean;

  @Column('boolean')
  allowCancellation: boolean;

  @Column('text')
  changeCutoff: string;

  @Column('jsonb')
  distribution: Distribution;

  @Column('boolean')
  stickyContact: boolean;

  @Column('integer')
  lookBusyPercent: number;

  @Column('text')
  eventTitle: string;

  @Column('jsonb', { nullable: true })
  location: MeetingLocation | null;

  @Column('jsonb')
  fallbackLocation: MeetingLocation;

  @Column('jsonb')
  notifications: Notifications;

  @Column('jsonb')
  zoom: ZoomSettings;

  @Column('jsonb')
  questions: Question[];

  @Column('uuid', { nullable: true })
  scheduleId: string | null;

  @Column('integer')
  version: number;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  deletedAt: Date | null;
}

@Entity('calendar_members')
export class CalendarMemberRow implements Member {
  @Column('uuid')
  accountId: string;

  @PrimaryColumn('uuid')
  calendarId: string;

  @PrimaryColumn('uuid')
  userId: string;

  @Column('integer')
  position: number;

  @Column('text')
  priority: Priority;

  @Column('integer')
  weight: number;

  @Column('boolean')
  isOwner: boolean;

  @Column('boolean')
  optional: boolean;

  @Column('jsonb', { nullable: true })
  meetingLocation: MeetingLocation | null;
}
