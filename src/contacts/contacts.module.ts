import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity';
import { ContactRow } from './contact.entity';
import { ContactStore } from './contact.store';
import { Contacts } from './contacts';
import { ContactsController } from './contacts.controller';

@Module({
  imports: [TypeOrmModule.forFeature([ContactRow]), IdentityModule],
  controllers: [ContactsController],
  providers: [ContactStore, Contacts],
  exports: [Contacts],
})
export class ContactsModule {}
