import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('api_keys')
export class ApiKeyRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  /** Who made it: it acts as them. */
  @Column('uuid')
  userId: string;

  @Column('text')
  name: string;

  @Column('text')
  tokenHash: string;

  /** How the secret begins. */
  @Column('text')
  hint: string;

  /** Names of policies, as they were given. */
  @Column('text', { array: true })
  scopes: string[];

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  expiresAt: Date | null;

  /** To the minute; null until it was used. */
  @Column('timestamptz', { nullable: true })
  lastUsedAt: Date | null;
}
