/** What the simulator remembers. Everything here is plain JSON, since the snapshot is these objects as they stand. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export interface JsonObject {
  [key: string]: Json;
}

export interface User {
  id: string;
  accountId: string;
  email: string;
  displayName: string;
  /** 1 basic, 2 licensed. */
  type: number;
  status: 'active' | 'inactive' | 'pending';
  timezone: string;
  pmi: number;
  createdAt: number;
  /** What a consent of this user grants; a consent given earlier keeps what it was given. */
  scopes: string[];
  /** Nobody may schedule meetings for this user; otherwise licensed users of the same account may. */
  schedulesAlone?: boolean;
  /** Client ids of the apps the user has installed; Zoom sends events about a user only while one is. */
  apps: string[];
}

/** The one live token set of a Zoom user in an app (FORUM 95429). */
export interface Grant {
  clientId: string;
  userId: string;
  scopes: string[];
  accessToken: string;
  accessExpiresAt: number;
  refreshToken: string;
  refreshExpiresAt: number;
}

export interface AuthorizationCode {
  code: string;
  clientId: string;
  userId: string;
  redirectUri: string;
  challenge: string | null;
  method: 'S256' | 'plain';
  expiresAt: number;
}

export interface Occurrence {
  /** The planned start in epoch milliseconds, as a string; it stays when the occurrence moves. */
  occurrence_id: string;
  start: number;
  duration: number;
  status: 'available' | 'deleted';
  agenda?: string;
}

export interface Registrant {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  status: 'approved' | 'pending' | 'denied';
  createdAt: number;
}

export interface Meeting {
  id: number;
  uuid: string;
  hostId: string;
  /** Who asked for it; differs from the host under `schedule_for`, and may go on managing it. */
  createdBy: string;
  topic: string;
  agenda: string;
  /** 1 instant, 2 scheduled, 3 recurring without a fixed time, 8 recurring with one. */
  type: number;
  /** Epoch milliseconds; null for types 1 and 3. */
  start: number | null;
  /** Minutes. */
  duration: number;
  timezone: string;
  password: string;
  /** What `pwd=` in the join link carries instead of the passcode. */
  encryptedPassword: string;
  status: 'waiting' | 'started';
  createdAt: number;
  lastUsedAt: number;
  deletedAt: number | null;
  endedAt: number | null;
  settings: JsonObject;
  recurrence: JsonObject | null;
  occurrences: Occurrence[];
  trackingFields: Json[];
  creationSource: 'open_api' | 'web_portal';
  registrants: Registrant[];
}

/** A count that starts anew at 00:00 UTC. */
export interface DayCount {
  day: string;
  count: number;
}

export interface WebhookTarget {
  url: string;
  secret: string;
}

export interface SimulatorState {
  /** Signs page tokens and start links. */
  secret: string;
  users: Map<string, User>;
  meetings: Map<number, Meeting>;
  /** By client id and user id, see `grantKey`. */
  grants: Map<string, Grant>;
  codes: Map<string, AuthorizationCode>;
  /** Create and update calls, by host id. */
  writesToday: Map<string, DayCount>;
  /** Registrations, by meeting id and registrant e-mail. */
  registrationsToday: Map<string, DayCount>;
  webhooks: WebhookTarget[];
}
