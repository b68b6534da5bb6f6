import { defineFact } from '../platform/events';

interface ConnectionFact {
  userId: string;
  zoomUserId: string;
  connectionId: string;
}

const CONNECTION_FIELDS = {
  userId: 'Whose connection it is',
  zoomUserId: "Zoom's ID of the Zoom user",
  connectionId: 'The connection',
};

export const ZoomConnected = defineFact<ConnectionFact & { sameZoomUser: boolean }>(
  'zoom.connected',
  'A user can host on Zoom (again).',
  { ...CONNECTION_FIELDS, sameZoomUser: 'Whether this user had connected the same Zoom user before' },
);

export const ZoomReconnectRequired = defineFact<ConnectionFact>(
  'zoom.reconnect-required',
  'Zoom no longer takes our tokens of a user: only the user can repair it, by connecting again.',
  CONNECTION_FIELDS,
);

export type WhyDisconnected = 'asked' | 'released' | 'user-ended' | 'uninstalled';

export const ZoomDisconnected = defineFact<ConnectionFact & { why: WhyDisconnected }>(
  'zoom.disconnected',
  'A user no longer hosts on Zoom; meetings made so far go on working. The Zoom account stays bound to the user ID.',
  {
    ...CONNECTION_FIELDS,
    why: 'asked by the user, released by an admin, user-ended: the user ID died, or uninstalled: the app was removed in Zoom',
  },
);

export const ZoomReleased = defineFact<{ userId: string; zoomUserIds: string[]; reason: string }>(
  'zoom.released',
  'An admin freed the Zoom accounts that a user ID held.',
  { userId: 'Who held them', zoomUserIds: "Zoom's IDs of the Zoom users", reason: "In the admin's words" },
);

export const ZoomQuotaWarned = defineFact<{ userId: string; used: number; limit: number; day: string }>(
  'zoom.quota-warned',
  "A host has used most of a day's requests at Zoom. Said once a host and day, in the account whose request it was.",
  {
    userId: 'Whose requests they are',
    used: "Requests of the day so far, by the host's count or their Zoom user's, whichever is higher",
    limit: 'How many a day has',
    day: 'The UTC day, as YYYY-MM-DD',
  },
);

export const ZoomMeetingTouched = defineFact<{
  userId: string;
  zoomUserId: string;
  zoomMeetingId: string;
  how: 'updated' | 'deleted';
}>(
  'zoom.meeting-touched',
  "Zoom said that somebody changed, deleted or recovered a meeting of a host, maybe we ourselves. Ours or another's.",
  {
    userId: 'Who has, or had, the host connected',
    zoomUserId: "Zoom's ID of the host",
    zoomMeetingId: "Zoom's ID of the meeting",
    how: 'updated or deleted, by word of the event; what is true now only Zoom can tell',
  },
);
