import { Controller, Headers, HttpCode, Post, type RawBodyRequest, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { NotRepeatable, Public, TakesBytes } from '../platform/http';
import { type ChallengeAnswer, ReceiveWebhook } from './receive-webhook';
import { WEBHOOK_PATH } from './webhook-path';

/** Where Zoom sends its events. */
@ApiTags('zoom')
@Public()
@Controller(WEBHOOK_PATH)
export class ZoomWebhooksController {
  constructor(private readonly receive: ReceiveWebhook) {}

  @Post()
  @HttpCode(200)
  @NotRepeatable()
  @TakesBytes()
  @ApiOkResponse({ description: 'Kept. To `endpoint.url_validation`: the answer to its challenge.' })
  webhook(
    @Req() { rawBody = Buffer.alloc(0) }: RawBodyRequest<FastifyRequest>,
    @Headers('x-zm-request-timestamp') timestamp: string | undefined,
    @Headers('x-zm-signature') signature: string | undefined,
  ): Promise<ChallengeAnswer | undefined> {
    return this.receive.run({ rawBody, timestamp, signature });
  }
}
