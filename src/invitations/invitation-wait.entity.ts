import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody is told about the appointment once its link is there, or then. */
@Entity('invitation_waits')
export class InvitationWaitRow {
  @Column('uuid')
  accountId: string;

  @PrimaryColumn('uuid')
  appointmentId: string;

  @Column('timestamptz')
  until: Date;
}
