import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { MessageRow } from '../messaging';
import { PageQuery, type Plain } from '../platform/http';
import type { NotificationRow } from './notification.entity';

export class NotificationsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'true: only those not read yet' })
  @IsOptional()
  @IsIn(['true', 'false'])
  unread?: string;
}

export class ShownNotification {
  @ApiProperty()
  id: string;

  @ApiProperty({ description: 'What it is about; docs/notifications.md lists them.' })
  kind: string;

  @ApiProperty()
  title: string;

  @ApiProperty({ description: 'Plain text.' })
  body: string;

  @ApiProperty({ type: String, nullable: true })
  appointmentId: string | null;

  @ApiProperty({ type: String, nullable: true })
  calendarId: string | null;

  @ApiProperty()
  createdAt: string;

  @ApiProperty({ type: String, nullable: true })
  readAt: string | null;
}

export class NotificationPage {
  @ApiProperty({ type: [ShownNotification] })
  items: ShownNotification[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;

  @ApiProperty({ description: 'How many there are that were not read, on whichever page.' })
  unread: number;

  @ApiProperty({ description: 'As Last-Event-ID, lets the stream go on where this answer ends.' })
  lastEventId: string;
}

export type NotificationJson = Plain<ShownNotification>;

export function toNotification(row: NotificationRow, { subject, body, appointmentId }: MessageRow): NotificationJson {
  return {
    id: row.id,
    kind: row.kind,
    title: subject ?? '',
    body,
    appointmentId,
    calendarId: row.calendarId,
    createdAt: row.createdAt.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
  };
}
