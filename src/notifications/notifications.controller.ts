import { Controller, Get, Headers, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Principal, Requires, Who } from '../identity';
import { Id, NotRepeatable } from '../platform/http';
import { numberOf } from './event-ids';
import { Inbox } from './inbox';
import { NotificationStreams } from './notification-streams';
import { NotificationPage, NotificationsQuery } from './notifications.dto';

@ApiTags('notifications')
@ApiBearerAuth()
@Controller('v1/me/notifications')
export class NotificationsController {
  constructor(
    private readonly inbox: Inbox,
    private readonly streams: NotificationStreams,
  ) {}

  /** Newest first. */
  @Get()
  @Requires('self.read')
  @ApiOkResponse({ type: NotificationPage })
  list(@Who() who: Principal, @Query() query: NotificationsQuery) {
    return this.inbox.list(who, query);
  }

  /** Server-sent events: each notification, its number as ID, and `unread` whenever the count changes. */
  @Get('stream')
  @Requires('self.read')
  @ApiProduces('text/event-stream')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Begins with what came after this event.' })
  stream(
    @Who() who: Principal,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): void {
    this.streams.start(who, numberOf(lastEventId), reply);
  }

  @Post('read-all')
  @HttpCode(204)
  @NotRepeatable()
  @Requires('self.write')
  readAll(@Who() who: Principal): Promise<void> {
    return this.inbox.readAll(who);
  }

  @Post(':id/read')
  @HttpCode(204)
  @NotRepeatable()
  @Requires('self.write')
  read(@Who() who: Principal, @Id() id: string): Promise<void> {
    return this.inbox.read(who, id);
  }
}
