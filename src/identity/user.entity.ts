import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person. What holds in one account only stands in the membership. */
@Entity('users')
export class UserRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('text')
  email: string;

  @Column('text', { nullable: true })
  passwordHash: string | null;

  /** When the person came by a link out of a mail to this address; null: somebody typed it. */
  @Column('timestamptz', { nullable: true })
  emailProvenAt: Date | null;

  @Column('text')
  timezone: string;

  @Column('text', { nullable: true })
  phone: string | null;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  deletedAt: Date | null;
}
