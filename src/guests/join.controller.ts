import { Controller, Get, Param, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { locationJson } from '../appointments';
import { Clock } from '../platform/clock';
import { AnswersPage, PageProblemFilter, Public } from '../platform/http';
import { GuestView } from './guest-view';
import { joinPage } from './join-page';
import { joining } from './join.rules';

/** The lasting link of an appointment. */
@Public()
@UseFilters(PageProblemFilter)
@Controller('join')
export class JoinController {
  constructor(
    private readonly view: GuestView,
    private readonly clock: Clock,
  ) {}

  @Get(':token')
  @AnswersPage()
  async join(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const view = await this.view.ofJoinLink(token);
    const next = joining(view, locationJson(view), this.clock.now());
    if (next.what !== 'go') return joinPage(view, next);
    void reply.status(302).header('location', next.to);
    return '';
  }
}
