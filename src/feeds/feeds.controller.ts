import { Controller, Get, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiProduces, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Principal, Requires, Who } from '../identity';
import { NotRepeatable, Public } from '../platform/http';
import { FeedAnswer } from './feed-answer';
import { PrivateFeeds } from './private-feeds';

class PrivateFeedAnswer {
  @ApiProperty({ description: 'whoever has it reads the appointments' })
  url: string;
}

@ApiTags('feeds')
@ApiBearerAuth()
@Controller('v1/me/feed')
export class MyFeedController {
  constructor(private readonly feeds: PrivateFeeds) {}

  @Get()
  @Requires('self.feed')
  @ApiOkResponse({ type: PrivateFeedAnswer })
  show(@Who() who: Principal) {
    return this.feeds.show(who);
  }

  @Post('rotate')
  @HttpCode(200)
  @NotRepeatable()
  @Requires('self.feed')
  @ApiOkResponse({ type: PrivateFeedAnswer })
  rotate(@Who() who: Principal) {
    return this.feeds.rotate(who);
  }
}

@ApiTags('feeds')
@Public()
@Controller('feeds')
export class FeedsController {
  constructor(private readonly answer: FeedAnswer) {}

  @Get(':file')
  @ApiProduces('text/calendar')
  read(
    @Param('file') file: string,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer.to(reply, file, known);
  }
}
