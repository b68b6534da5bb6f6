import { Controller, Delete, Get, HttpCode, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Id, type Page, PageQuery } from '../platform/http';
import { Requires } from './policies';
import { type Principal, Who } from './principal';
import { RevokeSessions } from './revoke-sessions';
import { SessionPage, type ShownSession } from './sessions.dto';
import { ShowSessions } from './show-sessions';

/** Where one is logged in. */
@ApiTags('identity')
@ApiBearerAuth()
@Requires('self.credentials')
@Controller('v1/me/sessions')
export class SessionsController {
  constructor(
    private readonly show: ShowSessions,
    private readonly revoke: RevokeSessions,
  ) {}

  @Get()
  @ApiOkResponse({ type: SessionPage })
  list(@Who() who: Principal, @Query() query: PageQuery): Promise<Page<ShownSession>> {
    return this.show.run(who, query);
  }

  @Delete(':id')
  @HttpCode(204)
  end(@Who() who: Principal, @Id() id: string): Promise<void> {
    return this.revoke.one(who, id);
  }

  @Delete()
  @HttpCode(204)
  endOthers(@Who() who: Principal): Promise<void> {
    return this.revoke.others(who);
  }
}
