import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Problem, Public } from '../platform/http';
import { type Arrival, FromBrowser } from './connect-browser';
import { ConnectBrowsers } from './connect-browsers';
import type { CallbackQuery } from './exchange-code';
import { ConnectOutcome, FinishConnect } from './finish-connect';
import { pageOf } from './return-to';
import { ShowZoom } from './show-zoom';
import {
  AwaitingJson,
  ReturnedConnectionJson,
  type ShownAwaiting,
  type ShownReturn,
  toAwaiting,
} from './zoom-confirm.dto';

type Answer = ShownReturn | ShownAwaiting | undefined;

/** Where Zoom sends the browser after the consent. Its query is Zoom's, so unknown parameters are let pass. */
@ApiTags('zoom')
@Public()
@Controller('v1/integrations/zoom/callback')
export class ZoomCallbackController {
  constructor(
    private readonly finish: FinishConnect,
    private readonly show: ShowZoom,
    private readonly browsers: ConnectBrowsers,
  ) {}

  /** A browser is sent on to a page; with `Accept: application/json` the connection or the problem is the answer. */
  @Get()
  @ApiQuery({ name: 'state', type: String, required: false })
  @ApiQuery({ name: 'code', type: String, required: false })
  @ApiQuery({ name: 'error', type: String, required: false })
  @ApiOkResponse({ type: ReturnedConnectionJson })
  @ApiAcceptedResponse({ type: AwaitingJson })
  async callback(
    @Query() query: CallbackQuery,
    @Headers('accept') accept: string | undefined,
    @FromBrowser() arrival: Arrival,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    const outcome = await this.finish.run(query, arrival);
    if (wantsJson(accept)) return this.asJson(outcome, reply);
    this.sendOn(outcome, reply);
    return undefined;
  }

  private async asJson({ returnTo, result }: ConnectOutcome, reply: FastifyReply): Promise<Answer> {
    if (result instanceof Problem) throw result;
    if (result.state === 'connected') return { ...(await this.show.of(result.userId)), returnTo };
    void reply.status(202);
    return { ...toAwaiting(result), returnTo };
  }

  private sendOn({ returnTo, result }: ConnectOutcome, reply: FastifyReply): void {
    const awaits = !(result instanceof Problem) && result.state === 'awaiting-confirmation';
    if (awaits) this.browsers.giveConfirmation(result.confirmToken, reply);
    const otherwise = result instanceof Problem ? result.definition.slug : 'connected';
    const location = pageOf(returnTo, awaits ? 'confirm' : otherwise);
    void reply.status(302).headers({ location, 'cache-control': 'no-store' });
  }
}

/** Browsers name text/html when they navigate. */
function wantsJson(accept = ''): boolean {
  return /\bapplication\/(?:problem\+)?json\b/i.test(accept) && !/\btext\/html\b/i.test(accept);
}
