import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Principal, Requires, Who } from '../identity';
import { Id, type Page, PageQuery } from '../platform/http';
import { Leftovers } from './leftovers';
import { LeftoverPage, type ShownLeftover } from './leftovers.dto';

@ApiTags('zoom')
@ApiBearerAuth()
@Controller('v1')
export class LeftoversController {
  constructor(private readonly leftovers: Leftovers) {}

  @Requires('self.read')
  @Get('me/integrations/zoom/leftovers')
  @ApiOkResponse({ type: LeftoverPage })
  own(@Who() who: Principal, @Query() query: PageQuery): Promise<Page<ShownLeftover>> {
    return this.leftovers.of(who, query);
  }

  @Requires('zoom.manage')
  @Get('users/:id/integrations/zoom/leftovers')
  @ApiOkResponse({ type: LeftoverPage })
  ofMember(@Who() who: Principal, @Id() id: string, @Query() query: PageQuery): Promise<Page<ShownLeftover>> {
    return this.leftovers.ofMember(who, id, query);
  }
}
