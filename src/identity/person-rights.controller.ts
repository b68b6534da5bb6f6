import { Controller, Get, Header, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Copy, ReceiptJson, type ShownReceipt, toShownReceipt } from '../data-rights';
import { Id } from '../platform/http';
import { EraseUser } from './erase-user';
import { ExportOneself } from './export-oneself';
import { Requires } from './policies';
import { type Principal, Who } from './principal';

@ApiTags('data rights')
@ApiBearerAuth()
@Controller('v1')
export class PersonRightsController {
  constructor(
    private readonly exporting: ExportOneself,
    private readonly erasing: EraseUser,
  ) {}

  @Get('me/export')
  @Requires('self.export')
  @ApiOkResponse({ type: Object })
  @Header('cache-control', 'no-store')
  export(@Who() who: Principal): Promise<Copy> {
    return this.exporting.run(who);
  }

  @Post('users/:id/erase')
  @Requires('users.erase')
  @ApiCreatedResponse({ type: ReceiptJson })
  async erase(@Who() who: Principal, @Id() id: string): Promise<ShownReceipt> {
    return toShownReceipt(await this.erasing.run(who, id));
  }
}
