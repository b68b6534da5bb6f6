import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Principal, Requires, Who } from '../identity';
import { Id, IfMatch } from '../platform/http';
import { Contacts } from './contacts';
import { ChangeContactInput, ContactAnswer, ContactInput, ContactQuery, MergeInput } from './contacts.dto';

@ApiTags('contacts')
@ApiBearerAuth()
@Controller('v1/contacts')
export class ContactsController {
  constructor(private readonly contacts: Contacts) {}

  @Get()
  @Requires('contacts.read')
  list(@Who() { accountId }: Principal, @Query() query: ContactQuery) {
    return this.contacts.list(accountId, query);
  }

  @Post()
  @Requires('contacts.write')
  @ApiCreatedResponse({ type: ContactAnswer })
  create(@Who() { accountId }: Principal, @Body() input: ContactInput) {
    return this.contacts.create(accountId, input);
  }

  @Get(':id')
  @Requires('contacts.read')
  @ApiOkResponse({ type: ContactAnswer })
  show(@Who() { accountId }: Principal, @Id() id: string) {
    return this.contacts.show(accountId, id);
  }

  @Patch(':id')
  @Requires('contacts.write')
  @ApiOkResponse({ type: ContactAnswer })
  change(
    @Who() { accountId }: Principal,
    @Id() id: string,
    @Body() input: ChangeContactInput,
    @IfMatch() ifMatch: number | null,
  ) {
    return this.contacts.change(accountId, id, input, ifMatch);
  }

  @Post(':id/merge')
  @HttpCode(200)
  @Requires('contacts.write')
  @ApiOkResponse({ type: ContactAnswer })
  merge(
    @Who() { accountId }: Principal,
    @Id() id: string,
    @Body() input: MergeInput,
    @IfMatch() ifMatch: number | null,
  ) {
    return this.contacts.merge(accountId, id, input, ifMatch);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('contacts.write')
  remove(@Who() { accountId }: Principal, @Id() id: string, @IfMatch() ifMatch: number | null) {
    return this.contacts.remove(accountId, id, ifMatch);
  }
}
