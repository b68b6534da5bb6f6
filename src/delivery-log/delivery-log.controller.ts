import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Principal, Requires, Who } from '../identity';
import { MessageStore } from '../messaging';
import { pageOf } from '../platform/http';
import { MessagePage, MessagesQuery, toMessage } from './delivery-log.dto';

@ApiTags('messages')
@ApiBearerAuth()
@Controller('v1/messages')
export class DeliveryLogController {
  constructor(private readonly messages: MessageStore) {}

  /** Newest first. */
  @Get()
  @Requires('messages.read')
  @ApiOkResponse({ type: MessagePage })
  async list(@Who() { accountId }: Principal, @Query() query: MessagesQuery) {
    const rows = await this.messages.list(accountId, query, query);
    return pageOf(rows, query, ({ createdAt, id }) => ({ at: createdAt, id }), toMessage);
  }
}
