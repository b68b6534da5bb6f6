import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody who books. */
export interface Contact {
  id: string;
  accountId: string;
  name: string;
  /** As it was written; unique in the account without regard to case. */
  email: string;
  phone: string | null;
  smsConsent: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

@Entity('contacts')
export class ContactRow implements Contact {
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

  @Column('integer')
  version: number;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz')
  updatedAt: Date;
}
