import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ZoomPlan } from '#libs/zoom-api';

/** A person's Zoom account, as it is or was connected. One row for each pair of person and Zoom user. */
@Entity('zoom_connections')
export class ZoomConnectionRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid')
  userId: string;

  @Column('text')
  zoomUserId: string;

  @Column('text', { nullable: true })
  zoomAccountId: string | null;

  @Column('text', { nullable: true })
  email: string | null;

  @Column('text')
  displayName: string;

  @Column('text')
  plan: ZoomPlan;

  @Column('text', { array: true })
  scopes: string[];

  @Column('text')
  state: 'connected' | 'reconnect-required' | 'disconnected';

  @Column('text', { nullable: true })
  accessToken: string | null;

  @Column('text', { nullable: true })
  refreshToken: string | null;

  @Column('timestamptz', { nullable: true })
  accessExpiresAt: Date | null;

  @Column('timestamptz')
  connectedAt: Date;

  @Column('timestamptz', { nullable: true })
  disconnectedAt: Date | null;

  @Column('integer')
  version: number;
}

export type ConnectionRow = Pick<ZoomConnectionRow, keyof ZoomConnectionRow>;
