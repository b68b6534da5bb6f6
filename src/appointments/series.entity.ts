import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HostPolicy, OnConflict } from './planning.rules';
import type { Conflict } from './series.rules';

@Entity('series')
export class SeriesEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  calendarId: string;

  @Column('text')
  rrule: string;

  @Column('text')
  timezone: string;

  @Column('timestamptz')
  startsAt: Date;

  @Column('text')
  onConflict: OnConflict;

  @Column('text')
  host: HostPolicy;

  /** Its slots share a link, those of each host. */
  @Column('boolean')
  oneLink: boolean;

  @Column('jsonb')
  conflicts: Conflict[];

  @Column('timestamptz')
  createdAt: Date;
}

/** A row as everybody but TypeORM sees it: a plain record. */
export type SeriesRow = Pick<SeriesEntity, keyof SeriesEntity>;
