import { Body, Controller, Get, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { NotRepeatable } from '../platform/http';
import { AskEmailChange } from './ask-email-change';
import { ChangePasswordInput, type Me, MeJson } from './auth.dto';
import { ChangePassword } from './change-password';
import { ChangeEmailInput } from './credentials.dto';
import { Requires } from './policies';
import { type Principal, Who } from './principal';
import { WhoAmI } from './who-am-i';

@ApiTags('identity')
@ApiBearerAuth()
@Controller('v1/me')
export class MeController {
  constructor(
    private readonly whoAmI: WhoAmI,
    private readonly changePasswords: ChangePassword,
    private readonly askEmailChange: AskEmailChange,
  ) {}

  @Requires('self.read')
  @Get()
  @ApiOkResponse({ type: MeJson })
  me(@Who() who: Principal): Promise<Me> {
    return this.whoAmI.run(who);
  }

  @Requires('self.credentials')
  @Post('email')
  @NotRepeatable()
  @HttpCode(202)
  changeEmail(@Who() who: Principal, @Body() input: ChangeEmailInput, @Ip() address: string): Promise<void> {
    return this.askEmailChange.run(who, input, address);
  }

  @Requires('self.credentials')
  @Post('password')
  @HttpCode(204)
  changePassword(@Who() who: Principal, @Body() input: ChangePasswordInput, @Ip() address: string): Promise<void> {
    return this.changePasswords.run(who, input, address);
  }
}
