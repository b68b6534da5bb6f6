import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Rule, Travel } from '#libs/slots';

/** Hours as they are kept. */
export interface StoredSchedule {
  id: string;
  accountId: string;
  /** Whose hours; null for hours that belong to nobody and are named by calendars. */
  userId: string | null;
  name: string;
  timezone: string;
  rules: Rule[];
  travel: Travel[];
  /** The user's own hours in this account: one per user. */
  isDefault: boolean;
  version: number;
  createdAt: Date;
}

@Entity('schedules')
export class ScheduleRow implements StoredSchedule {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid', { nullable: true })
  userId: string | null;

  @Column('text')
  name: string;

  @Column('text')
  timezone: string;

  @Column('jsonb')
  rules: Rule[];

  @Column('jsonb')
  travel: Travel[];

  @Column('boolean')
  isDefault: boolean;

  @Column('integer')
  version: number;

  @Column('timestamptz')
  createdAt: Date;
}
