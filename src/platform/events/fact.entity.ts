import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('facts')
export class FactRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ type: 'bigint', insert: false, update: false })
  seq: string;

  @Column('uuid')
  accountId: string;

  @Column('text')
  name: string;

  @Column('integer')
  schemaVersion: number;

  @Column('uuid')
  aggregateId: string;

  @Column('integer')
  aggregateVersion: number;

  @Column('jsonb')
  payload: Record<string, unknown>;

  @Column('uuid', { nullable: true })
  actorId: string | null;

  @Column('uuid', { nullable: true })
  subjectId: string | null;

  @Column('text', { nullable: true })
  requestId: string | null;

  @Column('timestamptz')
  at: Date;
}
