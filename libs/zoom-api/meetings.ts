/** Zoom's own settings of a meeting. What is left out follows the host's defaults in Zoom. */
export interface MeetingSettings {
  usePersonalMeetingId?: boolean;
  /** With a waiting room Zoom ignores joinBeforeHost. */
  waitingRoom?: boolean;
  joinBeforeHost?: boolean;
  joinBeforeHostMinutes?: 0 | 5 | 10 | 15;
  hostVideo?: boolean;
  participantVideo?: boolean;
  muteUponEntry?: boolean;
  autoRecording?: 'none' | 'local' | 'cloud';
  autoStartSummary?: boolean;
  requireSignIn?: boolean;
  registration?: 'automatic' | 'manual' | 'none';
  /** E-mail addresses of licensed users of the host's Zoom account. */
  alternativeHosts?: readonly string[];
  alternativeHostMails?: boolean;
  hostMails?: boolean;
  registrantMails?: boolean;
  registrantConfirmationMails?: boolean;
}

export interface MeetingRequest {
  /** Cut to Zoom's 200 characters. */
  topic: string;
  /** Cut to Zoom's 2000 characters; lists show the first 250. */
  agenda?: string;
  /** Epoch milliseconds, sent to the second. Zoom takes a past start for now. Null: recurring, without a fixed time. */
  start: number | null;
  /** 1 to 1440. Means nothing without a fixed time, and is not sent then. */
  durationMinutes: number;
  /** IANA name, for display in Zoom. */
  timezone: string;
  /** Up to 10 characters, subject to the account's policy; Zoom makes one when left out. */
  passcode?: string;
  /** E-mail or Zoom user id of another host of the same Zoom account. */
  scheduleFor?: string;
  settings?: MeetingSettings;
}

/** A meeting as lists show it; null where Zoom left something out or wrote it unreadably. */
export interface ListedMeeting {
  id: string;
  uuid: string | null;
  hostId: string | null;
  /** 1 instant, 2 scheduled, 3 recurring without fixed time, 4 personal, 8 recurring with fixed time. */
  type: number | null;
  topic: string;
  /** In lists at most 250 characters. */
  agenda: string;
  /** Epoch milliseconds. */
  start: number | null;
  durationMinutes: number | null;
  /** As Zoom wrote it, which is not always an IANA name. */
  timezone: string | null;
  joinUrl: string | null;
  /** Epoch milliseconds. */
  createdAt: number | null;
}

export interface ZoomMeeting extends ListedMeeting {
  joinUrl: string;
  /** The host's secret, good for two hours: never store, log or send it. */
  startUrl: string | null;
  passcode: string | null;
  /** "waiting" or "started". */
  status: string | null;
  hostEmail: string | null;
  registrationUrl: string | null;
}

/** A meeting of the next 24 hours, the user's own or one they are invited to. */
export interface UpcomingMeeting {
  id: string;
  topic: string;
  /** Epoch milliseconds. */
  start: number | null;
  durationMinutes: number | null;
  timezone: string | null;
  joinUrl: string | null;
  passcode: string | null;
  isHost: boolean;
}
