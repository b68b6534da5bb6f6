import { Controller, Get, Header, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Copy, ReceiptJson, type ShownReceipt, toShownReceipt } from '../data-rights';
import { type Principal, Requires, Who } from '../identity';
import { Id } from '../platform/http';
import { EraseContactQuery } from './contacts.dto';
import { EraseContact } from './erase-contact';
import { ExportContact } from './export-contact';

@ApiTags('data rights')
@ApiBearerAuth()
@Controller('v1/contacts/:id')
export class ContactRightsController {
  constructor(
    private readonly exporting: ExportContact,
    private readonly erasing: EraseContact,
  ) {}

  @Get('export')
  @Requires('contacts.export')
  @ApiOkResponse({ type: Object })
  @Header('cache-control', 'no-store')
  export(@Who() { accountId }: Principal, @Id() id: string): Promise<Copy> {
    return this.exporting.run(accountId, id);
  }

  @Post('erase')
  @Requires('contacts.erase')
  @ApiCreatedResponse({ type: ReceiptJson })
  async erase(
    @Who() { accountId }: Principal,
    @Id() id: string,
    @Query() { future }: EraseContactQuery,
  ): Promise<ShownReceipt> {
    return toShownReceipt(await this.erasing.run(accountId, id, future));
  }
}
