import { instantInWords } from '#libs/time';
import type { Reading, Words } from './tell-team';

export interface Unreadable {
  /** What its owner calls it, or its server. */
  feed: string;
  /** In words. */
  error: string;
  /** An instant; null: it never was. */
  lastReadAt: string | null;
}

export function feedUnreadable({ feed, error, lastReadAt }: Unreadable, { reader: { timezone } }: Reading): Words {
  const known =
    lastReadAt === null
      ? 'It never could be read, so nothing of it keeps your time free of bookings.'
      : `The busy times it gave on ${instantInWords(new Date(lastReadAt), { zone: timezone, locale: null })} still hold; what came later is not known.`;
  return {
    title: `A calendar of yours cannot be read: ${feed}`,
    body: `It failed several times in a row: ${error}\n\n${known} If its address has changed, add it again as a busy feed.`,
  };
}
