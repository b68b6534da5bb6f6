import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('blocks')
export class BlockEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid', { nullable: true })
  userId: string | null;

  @Column('uuid', { nullable: true })
  calendarId: string | null;

  @Column('text')
  title: string;

  @Column('timestamptz')
  startsAt: Date;

  @Column('timestamptz')
  endsAt: Date;

  @Column('text')
  timezone: string;

  @Column('text', { nullable: true })
  recurrence: string | null;

  @Column('timestamptz', { nullable: true })
  overAt: Date | null;

  @Column('integer')
  version: number;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz')
  updatedAt: Date;
}

/** A row as everybody but TypeORM sees it: a plain record. */
export type BlockRow = Pick<BlockEntity, keyof BlockEntity>;
