import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit';
import { DataRightsModule } from '../data-rights';
import { IdentityModule } from '../identity';
import { ContactEntity } from './contact.entity';
import { ContactStore } from './contact.store';
import { Contacts } from './contacts';
import { ContactsController } from './contacts.controller';
import { ContactRightsController } from './contact-rights.controller';
import { EraseContact } from './erase-contact';
import { ErasedContactStore } from './erased-contact.store';
import { ExportContact } from './export-contact';
import { MergeContacts } from './merge-contacts';
import { CopyContact, GatherAddresses } from './on-copy-person';
import { EraseFromContacts } from './on-erase-person';
import { GatherContact } from './on-gather-traces';

@Module({
  imports: [TypeOrmModule.forFeature([ContactEntity]), IdentityModule, AuditModule, DataRightsModule],
  controllers: [ContactsController, ContactRightsController],
  providers: [
    ...[ContactStore, ErasedContactStore, Contacts, MergeContacts, EraseContact, ExportContact],
    ...[GatherContact, EraseFromContacts, GatherAddresses, CopyContact],
  ],
  exports: [Contacts],
})
export class ContactsModule {}
