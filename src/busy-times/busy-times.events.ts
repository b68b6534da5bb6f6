import { defineFact } from '../platform/events';

export const BusyFeedUnreadable = defineFact<{
  feedId: string;
  userId: string;
  feed: string;
  error: string;
  lastReadAt: string | null;
}>('busy-feed.unreadable', 'A busy feed failed several times in a row. Said once until it can be read again.', {
  feedId: 'The feed',
  userId: 'Whose time it says',
  feed: 'Its name, or else its server',
  error: 'Why it cannot be read, in words; no address',
  lastReadAt: 'When it last could be read, or null',
});
