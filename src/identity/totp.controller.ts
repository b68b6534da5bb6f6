import { Body, Controller, Delete, Get, Header, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { NotRepeatable } from '../platform/http';
import { BeginTotp } from './begin-totp';
import { ConfirmTotp } from './confirm-totp';
import { DisableTotp } from './disable-totp';
import { Requires } from './policies';
import { type Principal, Who } from './principal';
import {
  BeginTotpInput,
  ConfirmTotpInput,
  DisableTotpInput,
  RecoveryCodesJson,
  TotpJson,
  TotpSecretJson,
} from './totp.dto';
import { TotpStore } from './totp.store';

/** One's second factor. */
@ApiTags('identity')
@ApiBearerAuth()
@Requires('self.credentials')
@Controller('v1/me/totp')
export class TotpController {
  constructor(
    private readonly begin: BeginTotp,
    private readonly confirm: ConfirmTotp,
    private readonly disable: DisableTotp,
    private readonly store: TotpStore,
  ) {}

  @Get()
  @ApiOkResponse({ type: TotpJson })
  async show(@Who() { userId }: Principal): Promise<{ active: boolean; recoveryCodesLeft: number }> {
    const active = (await this.store.find(userId))?.active ?? false;
    return { active, recoveryCodesLeft: await this.store.recoveryCodesLeft(userId) };
  }

  @Post()
  @NotRepeatable()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: TotpSecretJson })
  start(@Who() who: Principal, @Body() { password }: BeginTotpInput, @Ip() address: string) {
    return this.begin.run(who, password, address);
  }

  @Post('confirm')
  @NotRepeatable()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: RecoveryCodesJson })
  finish(@Who() who: Principal, @Body() { code }: ConfirmTotpInput) {
    return this.confirm.run(who, code);
  }

  @Delete()
  @HttpCode(204)
  stop(@Who() who: Principal, @Body() input: DisableTotpInput, @Ip() address: string): Promise<void> {
    return this.disable.run(who, input, address);
  }
}
