import { Module } from '@nestjs/common';
import { Audit } from './audit';
import { AuditStore } from './audit.store';

@Module({ providers: [AuditStore, Audit], exports: [Audit] })
export class AuditModule {}
