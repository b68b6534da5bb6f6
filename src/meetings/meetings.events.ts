import { defineFact } from '../platform/events';
import type { Reply, Touched } from './seen.rules';

export const LinksParked = defineFact<{ userId: string; day: string; until: Date }>(
  'meetings.links-parked',
  "A link waits because a host's day at Zoom is short. Said once a host and day, with the first of them.",
  {
    userId: 'The host whose links wait',
    day: 'The UTC day that is short, as YYYY-MM-DD',
    until: 'When the first of them is made at the latest',
  },
);

export const LinksResumed = defineFact<{ userId: string; links: number }>(
  'meetings.links-resumed',
  'No link of a host waits for another day any more.',
  { userId: 'The host', links: 'How many that had waited were made' },
);

export const MeetingChangedInZoom = defineFact<{
  userId: string;
  slotId: string | null;
  seriesId: string | null;
  appointmentIds: string[];
  what: Touched[];
  outcome: Reply;
}>('meetings.changed-in-zoom', 'Somebody changed or removed one of our meetings in Zoom itself.', {
  userId: 'The host',
  slotId: 'The slot',
  seriesId: 'Or the series whose slots share the meeting',
  appointmentIds: 'Who sits there',
  what: 'topic, start, duration, link (or the passcode), removed, recovered',
  outcome:
    "restored: undone, as the slot has it; remade: another meeting is made; accepted: it stands, and the slot's own time " +
    'stays as it is; given-up: it stands since it was undone three times within a day',
});
