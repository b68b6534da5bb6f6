import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('sessions')
export class SessionRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  userId: string;

  @Column('text')
  tokenHash: string;

  /** Who really acts, under Login As User. */
  @Column('uuid', { nullable: true })
  actorId: string | null;

  /** Why they do. */
  @Column('text', { nullable: true })
  reason: string | null;

  /** The actor's own session, with which this one ends. */
  @Column('uuid', { nullable: true })
  openedBy: string | null;

  /** To a quarter of an hour. */
  @Column('timestamptz')
  lastUsedAt: Date;

  /** The IP address it was opened from. */
  @Column('text', { nullable: true })
  address: string | null;

  /** What it was opened with, as it called itself. */
  @Column('text', { nullable: true })
  userAgent: string | null;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz')
  expiresAt: Date;
}
