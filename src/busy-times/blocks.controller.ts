import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Principal, Requires, Who } from '../identity';
import { Id, IfMatch } from '../platform/http';
import { Blocks } from './blocks';
import { BlockAnswer, BlockInput, BlockQuery, ChangeBlockInput } from './blocks.dto';

@ApiTags('busy times')
@ApiBearerAuth()
@Controller('v1/blocks')
export class BlocksController {
  constructor(private readonly blocks: Blocks) {}

  @Get()
  @Requires('busy-times.read')
  list(@Who() who: Principal, @Query() query: BlockQuery) {
    return this.blocks.list(who, query);
  }

  @Post()
  @Requires('busy-times.write')
  @ApiCreatedResponse({ type: BlockAnswer })
  create(@Who() who: Principal, @Body() input: BlockInput) {
    return this.blocks.create(who, input);
  }

  @Get(':id')
  @Requires('busy-times.read')
  @ApiOkResponse({ type: BlockAnswer })
  get(@Who() who: Principal, @Id() id: string) {
    return this.blocks.get(who, id);
  }

  @Patch(':id')
  @Requires('busy-times.write')
  @ApiOkResponse({ type: BlockAnswer })
  change(@Who() who: Principal, @Id() id: string, @Body() input: ChangeBlockInput, @IfMatch() ifMatch: number | null) {
    return this.blocks.change(who, id, input, ifMatch);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('busy-times.write')
  remove(@Who() who: Principal, @Id() id: string, @IfMatch() ifMatch: number | null) {
    return this.blocks.remove(who, id, ifMatch);
  }
}
