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

export const ZoomDisconnected = defineFact<ConnectionFact & { why: 'asked' | 'released' | 'user-ended' }>(
  'zoom.disconnected',
  'A user no longer hosts on Zoom; meetings made so far go on working. The Zoom account stays bound to the user ID.',
  { ...CONNECTION_FIELDS, why: 'asked by the user, released by an admin, or user-ended: the user ID died' },
);

export const ZoomReleased = defineFact<{ userId: string; zoomUserIds: string[]; reason: string }>(
  'zoom.released',
  'An admin freed the Zoom accounts that a user ID held.',
  { userId: 'Who held them', zoomUserIds: "Zoom's IDs of the Zoom users", reason: "In the admin's words" },
);
