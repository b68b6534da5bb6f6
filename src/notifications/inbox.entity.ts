import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many notifications a person has been sent in an account. */
@Entity('inboxes')
export class InboxEntity {
  @PrimaryColumn('uuid')
  accountId: string;

  @PrimaryColumn('uuid')
  userId: string;

  @Column('integer')
  lastNumber: number;
}
