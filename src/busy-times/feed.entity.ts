import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FeedFaultCode } from './feed-fault';

@Entity('busy_feeds')
export class FeedEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  userId: string;

  @Column('text', { nullable: true })
  name: string | null;

  /** Sealed. */
  @Column('text')
  url: string;

  @Column('text')
  urlShown: string;

  /** Counts the fetches begun. */
  @Column('integer')
  attempt: number;

  @Column('timestamptz')
  nextFetchAt: Date;

  /** The last time it could be read. */
  @Column('timestamptz', { nullable: true })
  fetchedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  changedAt: Date | null;

  @Column('integer')
  events: number;

  @Column('jsonb')
  warnings: string[];

  /** Since it could be read. */
  @Column('integer')
  failures: number;

  @Column('text', { nullable: true })
  errorCode: FeedFaultCode | null;

  @Column('text', { nullable: true })
  error: string | null;

  @Column('text', { nullable: true })
  etag: string | null;

  @Column('text', { nullable: true })
  lastModified: string | null;

  /** When its times were last worked out. */
  @Column('timestamptz', { nullable: true })
  readAt: Date | null;

  @Column('text', { nullable: true })
  timesHash: string | null;

  @Column('integer')
  version: number;

  @Column('timestamptz')
  createdAt: Date;
}

/** A row as everybody but TypeORM sees it: a plain record. */
export type FeedRow = Pick<FeedEntity, keyof FeedEntity>;
