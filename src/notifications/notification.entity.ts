import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The place of an in-app message in its reader's inbox; title and text are the message's. */
@Entity('notifications')
export class NotificationEntity {
  /** That of the message. */
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  userId: string;

  /** Counts the person's notifications in the account, in the order in which they became visible. */
  @Column('integer')
  number: number;

  @Column('text')
  kind: string;

  @Column('uuid', { nullable: true })
  calendarId: string | null;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  readAt: Date | null;
}

/** A row as everybody but TypeORM sees it: a plain record. */
export type NotificationRow = Pick<NotificationEntity, keyof NotificationEntity>;
