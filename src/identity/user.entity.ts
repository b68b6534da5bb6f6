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

  /** Null until an invited person has chosen one. */
  @Column('text', { nullable: true })
  passwordHash: string | null;

  @Column('text')
  timezone: string;

  @Column('text', { nullable: true })
  phone: string | null;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  deletedAt: Date | null;
}
