import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Decision } from './assignment.rules';

@Entity('holds')
export class HoldEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  calendarId: string;

  @Column('uuid')
  slotId: string;

  @Column('timestamptz')
  expiresAt: Date;

  @Column('boolean')
  extended: boolean;

  /** Why this host; null for a hold made before that was kept. */
  @Column('jsonb', { nullable: true })
  decision: Decision | null;

  @Column('timestamptz')
  createdAt: Date;
}

/** A row as everybody but TypeORM sees it: a plain record. */
export type HoldRow = Pick<HoldEntity, keyof HoldEntity>;
