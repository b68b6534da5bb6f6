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
