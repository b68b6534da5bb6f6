import { Column, Entity, PrimaryColumn } from 'typeorm';

export const CHANNELS = ['email', 'sms', 'in_app'] as const;
export type Channel = (typeof CHANNELS)[number];

export const MESSAGE_STATES = ['queued', 'sending', 'sent', 'delivered', 'failed', 'skipped', 'unknown'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

export type CalendarMethod = 'REQUEST' | 'CANCEL' | 'PUBLISH';

@Entity('messages')
export class MessageRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  accountId: string;

  @Column('uuid', { nullable: true })
  appointmentId: string | null;

  @Column('uuid', { nullable: true })
  workflowId: string | null;

  @Column('text', { nullable: true })
  stepId: string | null;

  @Column('text')
  channel: Channel;

  @Column('text')
  recipient: string;

  @Column('text', { nullable: true })
  recipientName: string | null;

  @Column('text', { nullable: true })
  replyTo: string | null;

  @Column('text', { nullable: true })
  subject: string | null;

  @Column('text')
  body: string;

  @Column('text', { nullable: true })
  html: string | null;

  /** Sealed; what the mark in body and html stands for. Null when there is none, or none any more. */
  @Column('text', { nullable: true })
  secret: string | null;

  @Column('text', { nullable: true })
  calendarMethod: CalendarMethod | null;

  @Column('text', { nullable: true })
  calendarContent: string | null;

  /** The Message-ID, angle brackets included. */
  @Column('text')
  mailId: string;

  @Column('text')
  dedupeKey: string;

  @Column('text')
  state: MessageState;

  @Column('text', { nullable: true })
  why: string | null;

  /** How often it was taken up for sending; also what tells the sender of now from one that was given up. */
  @Column('integer')
  attempts: number;

  @Column('timestamptz', { nullable: true })
  leaseUntil: Date | null;

  @Column('timestamptz', { nullable: true })
  sentAt: Date | null;

  @Column('timestamptz')
  createdAt: Date;
}
