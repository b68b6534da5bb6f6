import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReceiptJson, ReceiptPage, ReceiptStore, type ShownReceipt, toShownReceipt } from '../data-rights';
import { type Principal, Requires, Who } from '../identity';
import { Id, NotFound, type Page, PageQuery, pageOf } from '../platform/http';

@ApiTags('data rights')
@ApiBearerAuth()
@Requires('erasures.read')
@Controller('v1/erasures')
export class ErasuresController {
  constructor(private readonly receipts: ReceiptStore) {}

  /** Latest first. */
  @Get()
  @ApiOkResponse({ type: ReceiptPage })
  async list(@Who() { accountId }: Principal, @Query() query: PageQuery): Promise<Page<ShownReceipt>> {
    return pageOf(await this.receipts.page(accountId, query), query, (receipt) => receipt, toShownReceipt);
  }

  @Get(':id')
  @ApiOkResponse({ type: ReceiptJson })
  async show(@Who() { accountId }: Principal, @Id() id: string): Promise<ShownReceipt> {
    const receipt = await this.receipts.find(accountId, id);
    if (!receipt) throw NotFound(`No receipt has the ID ${id}.`);
    return toShownReceipt(receipt);
  }
}
