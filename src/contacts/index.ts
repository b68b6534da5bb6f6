export { type Contact } from './contact.entity';
export { Contacts, type NewContact } from './contacts';
export { type ContactErasure, type ContactMerge, EraseContactIntent, MergeContact } from './contacts.intents';
export { ContactsModule } from './contacts.module';
