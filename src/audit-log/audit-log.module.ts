import { Module } from '@nestjs/common';
import { AuditModule } from '../audit';
import { IdentityModule } from '../identity';
import { AuditLogController } from './audit-log.controller';
import { ExportAudit } from './export-audit';
import { ShowAudit } from './show-audit';

@Module({
  imports: [AuditModule, IdentityModule],
  controllers: [AuditLogController],
  providers: [ShowAudit, ExportAudit],
})
export class AuditLogModule {}
