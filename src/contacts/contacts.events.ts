import { defineFact } from '../platform/events';

export const ContactMerged = defineFact<{ mergedId: string }>(
  'contact.merged',
  'A contact went into another, which all that was theirs belongs to now.',
  { mergedId: 'the contact that is no more; the fact is about the one that remains' },
);
