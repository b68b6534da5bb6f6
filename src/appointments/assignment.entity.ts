import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('assignments')
export class AssignmentRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  calendarId: string;

  @Column('uuid')
  hostId: string;

  @Column('uuid')
  appointmentId: string;

  @Column('timestamptz')
  at: Date;
}
