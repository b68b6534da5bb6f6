import { Controller, Get, HttpCode, Param, Post, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AnswersPage, PageProblemFilter, Public } from '../platform/http';
import { type Arrival, FromBrowser } from './connect-browser';
import { ConnectBrowsers } from './connect-browsers';
import { CONNECT_LINK_PATH } from './connect-links';
import { linkPage, toZoomPage } from './connect-pages';
import { FollowConnectLink } from './follow-connect-link';

/** Where the link in a mail that asks somebody to connect leads. */
@Public()
@UseFilters(PageProblemFilter)
@Controller(`${CONNECT_LINK_PATH}/:token`)
export class ConnectLinkPagesController {
  constructor(
    private readonly follow: FollowConnectLink,
    private readonly browsers: ConnectBrowsers,
  ) {}

  @Get()
  @AnswersPage()
  async look(@Param('token') token: string): Promise<string> {
    return linkPage(await this.follow.whom(token));
  }

  /** A page that leads on, not a redirect: a form may post nowhere but here, and browsers count what it is sent on to. */
  @Post()
  @HttpCode(200)
  @AnswersPage()
  async start(
    @Param('token') token: string,
    @FromBrowser() arrival: Arrival,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { authorizeUrl } = await this.follow.run(token, this.browsers.mark(arrival, reply));
    void reply.header('refresh', `0; url=${authorizeUrl}`);
    return toZoomPage(authorizeUrl);
  }
}
