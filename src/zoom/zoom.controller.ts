import { Body, Controller, Delete, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Id, NotRepeatable, type Page, PageQuery } from '../platform/http';
import { type Principal, Requires, Who } from '../identity';
import { AskToConnect } from './ask-to-connect';
import { type Arrival, FromBrowser } from './connect-browser';
import { ConnectBrowsers } from './connect-browsers';
import { DisconnectZoom } from './disconnect-zoom';
import { ListZoomMeetings } from './list-zoom-meetings';
import { ReleaseZoom } from './release-zoom';
import { PROFILE } from './return-to';
import { ShowTeamUsage } from './show-team-usage';
import { ShowZoom } from './show-zoom';
import { StartConnect } from './start-connect';
import { TeamUsageJson, type ShownTeamUsage } from './team-usage.dto';
import {
  AuthorizeJson,
  ConnectInput,
  ConnectionJson,
  LedgerQuery,
  MeetingsQuery,
  ReleaseInput,
  RequestPage,
  ZoomMeetingPage,
  type ShownConnection,
  type ShownMeeting,
  type ShownRequest,
} from './zoom.dto';

@ApiTags('zoom')
@ApiBearerAuth()
@Controller('v1/me/integrations/zoom')
export class ZoomController {
  constructor(
    private readonly show: ShowZoom,
    private readonly startConnect: StartConnect,
    private readonly disconnectZoom: DisconnectZoom,
    private readonly listMeetings: ListZoomMeetings,
    private readonly browsers: ConnectBrowsers,
  ) {}

  @Requires('zoom.connect')
  @Post('connect')
  @HttpCode(200)
  @ApiOkResponse({ type: AuthorizeJson })
  connect(
    @Who() who: Principal,
    @Body() { returnTo }: ConnectInput,
    @FromBrowser() arrival: Arrival,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ authorizeUrl: string }> {
    return this.startConnect.run(who, returnTo ?? PROFILE, { browserHash: this.browsers.mark(arrival, reply) });
  }

  @Requires('self.read')
  @Get()
  @ApiOkResponse({ type: ConnectionJson })
  connection(@Who() { userId }: Principal): Promise<ShownConnection> {
    return this.show.of(userId);
  }

  @Requires('self.read')
  @Get('requests')
  @ApiOkResponse({ type: RequestPage })
  requests(@Who() who: Principal, @Query() query: LedgerQuery): Promise<Page<ShownRequest>> {
    return this.show.requests(who, query);
  }

  @Requires('zoom.meetings')
  @Get('meetings')
  @ApiOkResponse({ type: ZoomMeetingPage })
  meetings(@Who() { userId }: Principal, @Query() { type }: MeetingsQuery): Promise<Page<ShownMeeting>> {
    return this.listMeetings.run(userId, type);
  }

  @Requires('zoom.connect')
  @Delete()
  @HttpCode(204)
  disconnect(@Who() who: Principal): Promise<void> {
    return this.disconnectZoom.run(who);
  }
}

@ApiTags('zoom')
@ApiBearerAuth()
@Controller('v1/users/:id/integrations/zoom')
export class ZoomOfUsersController {
  constructor(
    private readonly show: ShowZoom,
    private readonly releaseZoom: ReleaseZoom,
    private readonly askToConnect: AskToConnect,
  ) {}

  @Requires('zoom.manage')
  @Get()
  @ApiOkResponse({ type: ConnectionJson })
  connection(@Who() who: Principal, @Id() id: string): Promise<ShownConnection> {
    return this.show.ofMember(who, id);
  }

  @Requires('zoom.manage')
  @Post('release')
  @NotRepeatable()
  @HttpCode(204)
  release(@Who() who: Principal, @Id() id: string, @Body() { reason }: ReleaseInput): Promise<void> {
    return this.releaseZoom.run(who, id, reason);
  }

  /** Mails them a link by which they connect without logging in. */
  @Requires('zoom.manage')
  @Post('request')
  @HttpCode(202)
  request(@Who() who: Principal, @Id() id: string): Promise<void> {
    return this.askToConnect.run(who, id);
  }
}

@ApiTags('zoom')
@ApiBearerAuth()
@Controller('v1/integrations/zoom/usage')
export class ZoomOfTeamController {
  constructor(private readonly team: ShowTeamUsage) {}

  @Requires('zoom.manage')
  @Get()
  @ApiOkResponse({ type: TeamUsageJson })
  usage(@Who() who: Principal, @Query() query: PageQuery): Promise<ShownTeamUsage> {
    return this.team.run(who, query);
  }
}
