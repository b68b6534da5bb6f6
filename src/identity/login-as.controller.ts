import { Body, Controller, Delete, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Id, type Page, PageQuery } from '../platform/http';
import { EndLoginsAs } from './end-logins-as';
import { LogInAs } from './log-in-as';
import {
  LogInAsInput,
  type LoggedInAs,
  LoggedInAsJson,
  LoginAsPage,
  type ShownLogin,
  toLoggedInAs,
} from './login-as.dto';
import { Requires } from './policies';
import { type Principal, Who } from './principal';
import { ShowLoginsAs } from './show-logins-as';

@ApiTags('identity')
@ApiBearerAuth()
@Requires('users.login-as')
@Controller('v1/users/:id/login-as')
export class LoginAsController {
  constructor(
    private readonly logIn: LogInAs,
    private readonly show: ShowLoginsAs,
    private readonly end: EndLoginsAs,
  ) {}

  @Post()
  @ApiCreatedResponse({ type: LoggedInAsJson })
  @Header('cache-control', 'no-store')
  async start(@Who() who: Principal, @Id() id: string, @Body() { reason }: LogInAsInput): Promise<LoggedInAs> {
    return toLoggedInAs(await this.logIn.run(who, id, reason));
  }

  @Get()
  @ApiOkResponse({ type: LoginAsPage })
  list(@Who() who: Principal, @Id() id: string, @Query() query: PageQuery): Promise<Page<ShownLogin>> {
    return this.show.run(who, id, query);
  }

  @Delete()
  @HttpCode(204)
  stop(@Who() who: Principal, @Id() id: string): Promise<void> {
    return this.end.run(who, id);
  }
}
