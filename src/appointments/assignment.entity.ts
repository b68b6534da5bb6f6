import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { Decision, EntryKind, EntryReason } from './assignment.rules';

/** An entry of the ledger of who got what. The database refuses to change or remove one. */
@Entity('assignments')
export class AssignmentEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  calendarId: string;

  @Column('uuid')
  hostId: string;

  @Column('text')
  kind: EntryKind;

  @Column('text')
  reason: EntryReason;

  /** Null, like all down to `turn`, for the comings and goings of members. */
  @Column('uuid', { nullable: true })
  appointmentId: string | null;

  @Column('uuid', { nullable: true })
  slotId: string | null;

  /** Counts the appointment's assignments. A credit has that of the assignment it gives back. */
  @Column('integer', { nullable: true })
  turn: number | null;

  /** What it adds to the host's load; see FULL_LOAD. */
  @Column('bigint')
  load: number;

  @Column('timestamptz')
  at: Date;

  /** Of a credit: when what it gives back was assigned. */
  @Column('timestamptz', { nullable: true })
  assignedAt: Date | null;

  @Column('jsonb', { nullable: true })
  decision: Decision | null;
}

/** What the entries of a host add up to. The ledger's trigger keeps it. */
@Entity('assignment_balances')
export class AssignmentBalanceEntity {
  @PrimaryColumn('uuid')
  accountId: string;

  @PrimaryColumn('uuid')
  calendarId: string;

  @PrimaryColumn('uuid')
  hostId: string;

  @Column('boolean')
  member: boolean;

  @Column('bigint')
  load: string;

  @Column('integer')
  assigned: number;

  @Column('integer')
  credited: number;

  @Column('integer')
  owed: number;

  @Column('timestamptz', { nullable: true })
  turnAt: Date | null;
}
