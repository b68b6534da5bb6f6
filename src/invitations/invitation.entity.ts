import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Told } from './told.rules';

/** What one person was last told about one appointment. */
@Entity('invitations')
export class InvitationEntity {
  @Column('uuid')
  accountId: string;

  @PrimaryColumn('uuid')
  appointmentId: string;

  /** `contact:<e-mail>`, `guest:<e-mail>` or `host:<user ID>`. */
  @PrimaryColumn('text')
  recipient: string;

  @Column('text')
  email: string;

  @Column('text')
  name: string;

  @Column('text')
  timezone: string;

  @Column('text', { nullable: true })
  locale: string | null;

  /** Of the last iCalendar text; null: there was none yet. */
  @Column('integer', { nullable: true })
  sequence: number | null;

  /** How many mails were made. */
  @Column('integer')
  mails: number;

  @Column('jsonb')
  told: Told;

  /** What holds again when the last mail is taken back before it left. */
  @Column('jsonb', { nullable: true })
  toldBefore: Told | null;
}

/** A row as everybody but TypeORM sees it: a plain record. */
export type InvitationRow = Pick<InvitationEntity, keyof InvitationEntity>;
