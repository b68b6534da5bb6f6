import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { NotRepeatable } from '../platform/http';
import { type Principal, Requires, Who } from '../identity';
import { ConfirmConnect } from './confirm-connect';
import { DeclineConnect } from './decline-connect';
import { ShowZoom } from './show-zoom';
import { ConfirmInput, ReturnedConnectionJson, type ShownReturn } from './zoom-confirm.dto';

/** Answers of whoever began to connect a Zoom account that has to be looked at first. */
@ApiTags('zoom')
@ApiBearerAuth()
@Controller('v1/me/integrations/zoom')
export class ZoomConfirmController {
  constructor(
    private readonly confirming: ConfirmConnect,
    private readonly declining: DeclineConnect,
    private readonly show: ShowZoom,
  ) {}

  @Requires('zoom.connect')
  @Post('confirm')
  @NotRepeatable()
  @HttpCode(200)
  @ApiOkResponse({ type: ReturnedConnectionJson })
  async confirm(@Who() who: Principal, @Body() { confirmToken }: ConfirmInput): Promise<ShownReturn> {
    const { returnTo } = await this.confirming.run(who, confirmToken);
    return { ...(await this.show.of(who.userId)), returnTo };
  }

  /** What Zoom granted is given back. */
  @Requires('zoom.connect')
  @Post('decline')
  @HttpCode(204)
  async decline(@Who() who: Principal, @Body() { confirmToken }: ConfirmInput): Promise<void> {
    await this.declining.run(who, confirmToken);
  }
}
