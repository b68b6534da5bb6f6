import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody who books. */
export interface Contact {
  id: string;
  accountId: string;
  name: string;
  /** As it was written. No address of a contact is another's in the account, without regard to case. */
  email: string;
  /** Further addresses they are found by. */
  otherEmails: string[];
  phone: string | null;
  smsConsent: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  /** Nothing is known of them any more: no name, no address. Only their appointments still point here. */
  erased: boolean;
}

/** Their addresses, the main one among them, are in `contact_emails`. */
@Entity('contacts')
export class ContactEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('text')
  name: string;

  @Column('text')
  email: string;

  @Column('text', { nullable: true })
  phone: string | null;

  @Column('boolean')
  smsConsent: boolean;

  @Column('text')
  searchText: string;

  @Column('integer')
  version: number;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz')
  updatedAt: Date;

  @Column('timestamptz', { nullable: true })
  erasedAt: Date | null;
}
