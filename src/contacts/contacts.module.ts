import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity';
import { ContactEntity } from './contact.entity';
import { ContactStore } from './contact.store';
import { Contacts } from './contacts';
import { ContactsController } from './contacts.controller';
import { MergeContacts } from './merge-contacts';

@Module({
  imports: [TypeOrmModule.forFeature([ContactEntity]), IdentityModule],
  controllers: [ContactsController],
  providers: [ContactStore, Contacts, MergeContacts],
  exports: [Contacts],
})
export class ContactsModule {}
