import { Body, Controller, Delete, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Id, type Page, PageQuery } from '../platform/http';
import { type ApiKey, ApiKeyPage, MakeApiKeyInput, NewApiKeyJson } from './api-keys.dto';
import { MakeApiKey } from './make-api-key';
import { Requires } from './policies';
import { type Principal, Who } from './principal';
import { RevokeApiKey } from './revoke-api-key';
import { ShowApiKeys } from './show-api-keys';

@ApiTags('identity')
@ApiBearerAuth()
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(
    private readonly show: ShowApiKeys,
    private readonly makeKey: MakeApiKey,
    private readonly revokeKey: RevokeApiKey,
  ) {}

  @Requires('keys.read')
  @Get()
  @ApiOkResponse({ type: ApiKeyPage })
  list(@Who() who: Principal, @Query() query: PageQuery): Promise<Page<ApiKey>> {
    return this.show.page(who, query);
  }

  @Requires('keys.manage')
  @Post()
  @ApiCreatedResponse({ type: NewApiKeyJson })
  @Header('cache-control', 'no-store')
  make(@Who() who: Principal, @Body() input: MakeApiKeyInput): Promise<ApiKey & { secret: string }> {
    return this.makeKey.run(who, input);
  }

  @Requires('keys.manage')
  @Delete(':id')
  @HttpCode(204)
  revoke(@Who() who: Principal, @Id() id: string): Promise<void> {
    return this.revokeKey.run(who, id);
  }
}
