import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Plain } from '../platform/http';
import type { Role } from './policies';

/** Somebody asked to join an account who has not answered yet: no member, so nobody else counts on them. */
@Entity('team_invitations')
export class TeamInvitationRow {
  @PrimaryColumn('uuid')
  accountId: string;

  /** The user ID of whoever has the e-mail or, when nobody does, the one that they will have. */
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  email: string;

  @Column('text')
  name: string;

  @Column('text')
  timezone: string;

  @Column('text', { nullable: true })
  phone: string | null;

  @Column('text')
  role: Role;

  /** The user who asked them. */
  @Column('uuid')
  invitedBy: string;

  @Column('text')
  tokenHash: string;

  @Column('timestamptz')
  expiresAt: Date;

  @Column('integer')
  version: number;

  @Column('timestamptz')
  createdAt: Date;
}

export type TeamInvitation = Plain<TeamInvitationRow>;
