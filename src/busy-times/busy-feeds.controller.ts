import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Principal, Requires, Who } from '../identity';
import { Id, IfMatch, NotRepeatable } from '../platform/http';
import { AddBusyFeed } from './add-busy-feed';
import { BusyFeeds } from './busy-feeds';
import { BusyFeedAnswer, BusyFeedInput, BusyFeedQuery, ChangeBusyFeedInput } from './busy-feeds.dto';

@ApiTags('busy times')
@ApiBearerAuth()
@Controller('v1/busy-feeds')
export class BusyFeedsController {
  constructor(
    private readonly feeds: BusyFeeds,
    private readonly addFeed: AddBusyFeed,
  ) {}

  @Get()
  @Requires('busy-times.read')
  list(@Who() who: Principal, @Query() query: BusyFeedQuery) {
    return this.feeds.list(who, query);
  }

  @Post()
  @Requires('busy-times.write')
  @ApiCreatedResponse({ type: BusyFeedAnswer })
  create(@Who() who: Principal, @Body() input: BusyFeedInput) {
    return this.addFeed.run(who, input);
  }

  @Get(':id')
  @Requires('busy-times.read')
  @ApiOkResponse({ type: BusyFeedAnswer })
  get(@Who() who: Principal, @Id() id: string) {
    return this.feeds.get(who, id);
  }

  @Patch(':id')
  @Requires('busy-times.write')
  @ApiOkResponse({ type: BusyFeedAnswer })
  change(
    @Who() who: Principal,
    @Id() id: string,
    @Body() input: ChangeBusyFeedInput,
    @IfMatch() ifMatch: number | null,
  ) {
    return this.feeds.change(who, id, input, ifMatch);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('busy-times.write')
  remove(@Who() who: Principal, @Id() id: string, @IfMatch() ifMatch: number | null) {
    return this.feeds.remove(who, id, ifMatch);
  }

  @Post(':id/refresh')
  @HttpCode(202)
  @NotRepeatable()
  @Requires('busy-times.write')
  @ApiAcceptedResponse({ type: BusyFeedAnswer })
  refresh(@Who() who: Principal, @Id() id: string) {
    return this.feeds.refresh(who, id);
  }
}
