import { Module } from '@nestjs/common';
import { Acts } from './acts';
import { Audit } from './audit';
import { AuditReader } from './audit.reader';
import { AuditStore } from './audit.store';
import { ChainStore } from './chain.store';
import { Chains } from './chains';
import { FindUnsealedJob } from './find-unsealed';
import { EraseFromAudit } from './on-erase-person';
import { SealEntriesJob } from './seal-entries';

@Module({
  providers: [
    AuditStore,
    AuditReader,
    ChainStore,
    Chains,
    Audit,
    Acts,
    SealEntriesJob,
    FindUnsealedJob,
    EraseFromAudit,
  ],
  exports: [Acts, Audit, AuditReader],
})
export class AuditModule {}
