import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { People, type Principal, Requires, Who } from '../identity';
import { Id, type Plain } from '../platform/http';
import { RequestSweep } from './request-sweep';
import { Sweeps } from './sweeps';
import { SweepJson, toSweep } from './sweeps.dto';

@ApiTags('zoom')
@ApiBearerAuth()
@Controller('v1/me/integrations/zoom/sweep')
export class SweepsController {
  constructor(
    private readonly requests: RequestSweep,
    private readonly sweeps: Sweeps,
  ) {}

  @Requires('zoom.connect')
  @Post()
  @HttpCode(202)
  @ApiAcceptedResponse({ type: SweepJson })
  async start(@Who() { userId }: Principal): Promise<Plain<SweepJson>> {
    return toSweep(await this.requests.run(userId));
  }

  @Requires('self.read')
  @Get()
  @ApiOkResponse({ type: SweepJson })
  async show(@Who() { userId }: Principal): Promise<Plain<SweepJson>> {
    return toSweep(await this.sweeps.show(userId));
  }
}

@ApiTags('zoom')
@ApiBearerAuth()
@Controller('v1/users/:id/integrations/zoom/sweep')
export class SweepsOfUsersController {
  constructor(
    private readonly requests: RequestSweep,
    private readonly sweeps: Sweeps,
    private readonly people: People,
  ) {}

  @Requires('zoom.manage')
  @Post()
  @HttpCode(202)
  @ApiAcceptedResponse({ type: SweepJson })
  async start(@Who() { accountId }: Principal, @Id() id: string): Promise<Plain<SweepJson>> {
    await this.people.assertMember(accountId, id);
    return toSweep(await this.requests.run(id), accountId);
  }

  @Requires('zoom.manage')
  @Get()
  @ApiOkResponse({ type: SweepJson })
  async show(@Who() { accountId }: Principal, @Id() id: string): Promise<Plain<SweepJson>> {
    await this.people.assertMember(accountId, id);
    return toSweep(await this.sweeps.show(id), accountId);
  }
}
