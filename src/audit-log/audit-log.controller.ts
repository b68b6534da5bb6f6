import { Controller, Get, Header, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type Principal, Requires, Who } from '../identity';
import { AuditHead, AuditPage, AuditQuery } from './audit-log.dto';
import { ExportAudit } from './export-audit';
import { ShowAudit } from './show-audit';

@ApiTags('audit')
@ApiBearerAuth()
@Controller('v1')
export class AuditLogController {
  constructor(
    private readonly show: ShowAudit,
    private readonly exports: ExportAudit,
  ) {}

  /** Who did what, as whom, from where. Newest first. */
  @Get('audit')
  @Requires('audit.read')
  @ApiOkResponse({ type: AuditPage })
  list(@Who() who: Principal, @Query() query: AuditQuery) {
    return this.show.page(who, query);
  }

  /** How far the chain goes. */
  @Get('audit/head')
  @Requires('audit.read')
  @ApiOkResponse({ type: AuditHead })
  head(@Who() who: Principal) {
    return this.show.head(who);
  }

  /** Everything the list would show on all its pages; `limit` and `cursor` mean nothing here. */
  @Get('audit.csv')
  @Requires('audit.read')
  @ApiProduces('text/csv')
  @Header('cache-control', 'no-store')
  async csv(@Who() who: Principal, @Query() query: AuditQuery): Promise<StreamableFile> {
    const type = 'text/csv; charset=utf-8; header=present';
    return new StreamableFile(await this.exports.run(who, query), {
      type,
      disposition: 'attachment; filename="audit.csv"',
    });
  }
}
