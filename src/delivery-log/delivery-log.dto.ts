import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { CHANNELS, Channel, MESSAGE_STATES, MessageRow, MessageState } from '../messaging';
import { IsId, PageQuery } from '../platform/http';

export class MessagesQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsId()
  appointmentId?: string;

  @ApiPropertyOptional({ enum: CHANNELS })
  @IsOptional()
  @IsIn(CHANNELS)
  channel?: Channel;

  @ApiPropertyOptional({ enum: MESSAGE_STATES })
  @IsOptional()
  @IsIn(MESSAGE_STATES)
  state?: MessageState;
}

export class CalendarPart {
  @ApiProperty({ enum: ['REQUEST', 'CANCEL'] })
  method: string;

  @ApiProperty({ description: 'The iCalendar text.' })
  content: string;
}

export class Message {
  @ApiProperty()
  id: string;

  @ApiProperty({ type: String, nullable: true })
  appointmentId: string | null;

  @ApiProperty({ type: String, nullable: true })
  workflowId: string | null;

  @ApiProperty({ type: String, nullable: true })
  stepId: string | null;

  @ApiProperty({ enum: CHANNELS })
  channel: Channel;

  @ApiProperty()
  to: string;

  @ApiProperty({ type: String, nullable: true })
  replyTo: string | null;

  @ApiProperty({ type: String, nullable: true })
  subject: string | null;

  @ApiProperty()
  body: string;

  @ApiProperty({ type: String, nullable: true })
  html: string | null;

  @ApiProperty({ type: CalendarPart, nullable: true })
  calendar: { method: string; content: string } | null;

  @ApiProperty({ description: 'The Message-ID, the same at every attempt.' })
  messageId: string;

  @ApiProperty({ enum: MESSAGE_STATES })
  state: MessageState;

  @ApiProperty({ type: String, nullable: true })
  sentAt: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it failed, was skipped, or never really left.' })
  why: string | null;

  @ApiProperty()
  createdAt: string;
}

export class MessagePage {
  @ApiProperty({ type: [Message] })
  items: Message[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export function toMessage(row: MessageRow) {
  const { calendarMethod: method, calendarContent: content } = row;
  return {
    id: row.id,
    appointmentId: row.appointmentId,
    workflowId: row.workflowId,
    stepId: row.stepId,
    channel: row.channel,
    to: row.recipient,
    replyTo: row.replyTo,
    subject: row.subject,
    body: row.body,
    html: row.html,
    calendar: method !== null && content !== null ? { method, content } : null,
    messageId: row.mailId,
    state: row.state,
    sentAt: row.sentAt?.toISOString() ?? null,
    why: row.why,
    createdAt: row.createdAt.toISOString(),
  } satisfies Pick<Message, keyof Message>;
}
