import { Body, Controller, Get, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ChangePasswordInput, type Me, MeJson } from './auth.dto';
import { ChangePassword } from './change-password';
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
  ) {}

  @Requires('self.read')
  @Get()
  @ApiOkResponse({ type: MeJson })
  me(@Who() who: Principal): Promise<Me> {
    return this.whoAmI.run(who);
  }

  @Requires('self.credentials')
  @Post('password')
  @HttpCode(204)
  changePassword(@Who() who: Principal, @Body() input: ChangePasswordInput, @Ip() address: string): Promise<void> {
    return this.changePasswords.run(who, input, address);
  }
}
