import { defineIntent } from '../platform/events';
import type { Contact } from './contact.entity';

export interface ContactMerge {
  accountId: string;
  merged: Contact;
  /** Whose all becomes that was the merged one's. */
  intoId: string;
}

/** A contact is about to go into another. Both rows are locked, and still as they were. */
export const MergeContact = defineIntent<ContactMerge>('contact.merge');

export interface ContactErasure {
  accountId: string;
  contactId: string;
  /** What to do with appointments still to come; absent: refuse when there are any. */
  future?: 'cancel';
}

/** A contact is about to be erased. Whoever expects them refuses or makes room. */
export const EraseContactIntent = defineIntent<ContactErasure>('contact.erase');
