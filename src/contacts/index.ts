export { type Contact } from './contact.entity';
export { Contacts, type NewContact } from './contacts';
export { ContactsModule } from './contacts.module';
