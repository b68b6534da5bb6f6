import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('private_feeds')
export class PrivateFeedEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  userId: string;

  /** Counts the addresses given out: older ones are dead. */
  @Column('integer')
  generation: number;

  @Column('timestamptz')
  createdAt: Date;
}

/** A row as everybody but TypeORM sees it: a plain record. */
export type PrivateFeedRow = Pick<PrivateFeedEntity, keyof PrivateFeedEntity>;
