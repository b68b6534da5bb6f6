import { Module } from '@nestjs/common';
import { CopiesPerson } from './copies-person';
import { ErasesPerson } from './erases-person';
import { EraseFromRecords } from './on-erase-person';
import { ReceiptStore } from './receipt.store';
import { RecordStore } from './record.store';
import { Redactions } from './redaction.store';

/** Copies of what is held of a person, and erasure. Each feature answers for its own tables: docs/data-rights.md. */
@Module({
  providers: [CopiesPerson, ErasesPerson, EraseFromRecords, ReceiptStore, RecordStore, Redactions],
  exports: [CopiesPerson, ErasesPerson, ReceiptStore, Redactions],
})
export class DataRightsModule {}
