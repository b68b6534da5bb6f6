import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('holds')
export class HoldRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  calendarId: string;

  @Column('uuid')
  slotId: string;

  @Column('timestamptz')
  expiresAt: Date;

  @Column('boolean')
  extended: boolean;

  @Column('timestamptz')
  createdAt: Date;
}
