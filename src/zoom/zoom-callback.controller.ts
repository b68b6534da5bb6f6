import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Problem, Public } from '../platform/http';
import type { CallbackQuery } from './exchange-code';
import { ConnectOutcome, FinishConnect } from './finish-connect';
import { pageOf } from './return-to';
import { ShowZoom } from './show-zoom';
import type { ShownConnection } from './zoom.dto';

type Answer = (ShownConnection & { returnTo: string }) | undefined;

/** Where Zoom sends the browser after the consent. Its query is Zoom's, so unknown parameters are let pass. */
@ApiTags('zoom')
@Public()
@Controller('v1/integrations/zoom/callback')
export class ZoomCallbackController {
  constructor(
    private readonly finish: FinishConnect,
    private readonly show: ShowZoom,
  ) {}

  /** A browser is sent on to a page; with `Accept: application/json` the connection or the problem is the answer. */
  @Get()
  @ApiQuery({ name: 'state', type: String, required: false })
  @ApiQuery({ name: 'code', type: String, required: false })
  @ApiQuery({ name: 'error', type: String, required: false })
  async callback(
    @Query() query: CallbackQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    const outcome = await this.finish.run(query);
    if (wantsJson(accept)) return this.asJson(outcome);
    sendOn(outcome, reply);
    return undefined;
  }

  private async asJson({ returnTo, result }: ConnectOutcome): Promise<Answer> {
    if (result instanceof Problem) throw result;
    return { ...(await this.show.of(result.userId)), returnTo };
  }
}

function sendOn({ returnTo, result }: ConnectOutcome, reply: FastifyReply): void {
  const happened = result instanceof Problem ? result.definition.slug : 'connected';
  reply.status(302).headers({ location: pageOf(returnTo, happened), 'cache-control': 'no-store' });
}

/** Browsers name text/html when they navigate. */
function wantsJson(accept = ''): boolean {
  return /\bapplication\/(?:problem\+)?json\b/i.test(accept) && !/\btext\/html\b/i.test(accept);
}
