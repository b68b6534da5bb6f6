import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('slot_hosts')
export class SlotHostRow {
  @PrimaryColumn('uuid')
  slotId: string;

  @Column('uuid')
  accountId: string;

  @PrimaryColumn('uuid')
  hostId: string;

  @Column('integer')
  position: number;

  /** A tstzrange literal, buffers included. */
  @Column('tstzrange')
  blocked: string;

  @Column('boolean')
  live: boolean;

  @Column('boolean')
  forced: boolean;
}
