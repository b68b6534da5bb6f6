import type { MeetingLocation } from '../identity';

export const CALENDAR_TYPES = ['round_robin', 'collective', 'class', 'personal', 'unassigned'] as const;
export type CalendarType = (typeof CALENDAR_TYPES)[number];

/** Calendars whose hosts' Zoom makes the meetings. Everywhere else a link is static. */
export function isGroupType(type: CalendarType): boolean {
  return type === 'round_robin' || type === 'collective';
}

export const MAX_CLASS_SEATS = 9999;
/** Of every type but a class. */
export const MAX_SEATS = 1000;

export const PRIORITIES = ['high', 'medium', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const STRATEGIES = ['availability', 'equal'] as const;

export interface Distribution {
  strategy: (typeof STRATEGIES)[number];
  /** ISO 8601 duration. */
  window: string;
  maxLead: number;
}

export interface Notifications {
  booked: boolean;
  rescheduled: boolean;
  cancelled: boolean;
}

export const RECORDINGS = ['none', 'local', 'cloud'] as const;
export const CHANGED_IN_ZOOM = ['restore', 'accept'] as const;

export const JOIN_LINKS = ['shared', 'per_participant'] as const;
export type JoinLinks = (typeof JOIN_LINKS)[number];

export interface ZoomSettings {
  waitingRoom: boolean;
  joinBeforeHost: boolean;
  autoRecording: (typeof RECORDINGS)[number];
  onChangedInZoom: (typeof CHANGED_IN_ZOOM)[number];
  /** Whether all participants have the same link. */
  joinLinks: JoinLinks;
  /** All slots of a series under one host share a link. */
  oneLinkForSeries: boolean;
}

export const QUESTION_TYPES = [
  'text',
  'paragraph',
  'choice',
  'multi_choice',
  'checkbox',
  'number',
  'phone',
  'email',
  'url',
] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

/** What a calendar asks whoever books. */
export interface Question {
  id: string;
  label: string;
  /** A line of explanation below the label. */
  help: string | null;
  type: QuestionType;
  required: boolean;
  /** Of a `choice` or `multi_choice`; empty for every other type. */
  options: string[];
}

/** All that is set on a calendar but its members. Lengths of time are ISO 8601 durations. */
export interface CalendarSettings {
  name: string;
  /** Server-wide. */
  slug: string;
  type: CalendarType;
  timezone: string;
  active: boolean;
  slotDuration: string;
  slotInterval: string;
  /** From the start of a working interval to its first slot. */
  slotOffset: string;
  preBuffer: string;
  postBuffer: string;
  appointmentsPerSlot: number;
  appointmentsPerDay: number | null;
  /** Of each host, in this calendar. */
  appointmentsPerHostPerDay: number | null;
  minimumNotice: string;
  /** A duration, or two dates `2026-12-01/2026-12-24`, both included. */
  bookingWindow: string;
  autoConfirm: boolean;
  allowReschedule: boolean;
  allowCancellation: boolean;
  changeCutoff: string;
  distribution: Distribution;
  /** A contact who comes again gets the host they had. */
  stickyContact: boolean;
  lookBusyPercent: number;
  eventTitle: string;
  /** Of an unassigned calendar; null for every other type. */
  location: MeetingLocation | null;
  fallbackLocation: MeetingLocation;
  notifications: Notifications;
  zoom: ZoomSettings;
  questions: Question[];
  scheduleId: string | null;
}

const SETTINGS: Record<keyof CalendarSettings, true> = {
  name: true,
  slug: true,
  type: true,
  timezone: true,
  active: true,
  slotDuration: true,
  slotInterval: true,
  slotOffset: true,
  preBuffer: true,
  postBuffer: true,
  appointmentsPerSlot: true,
  appointmentsPerDay: true,
  appointmentsPerHostPerDay: true,
  minimumNotice: true,
  bookingWindow: true,
  autoConfirm: true,
  allowReschedule: true,
  allowCancellation: true,
  changeCutoff: true,
  distribution: true,
  stickyContact: true,
  lookBusyPercent: true,
  eventTitle: true,
  location: true,
  fallbackLocation: true,
  notifications: true,
  zoom: true,
  questions: true,
  scheduleId: true,
};

export const SETTING_NAMES = Object.keys(SETTINGS) as (keyof CalendarSettings)[];

/** The settings alone, of whatever carries them. */
export function settingsOf(carrier: CalendarSettings): CalendarSettings {
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, carrier[name]])) as unknown as CalendarSettings;
}

export interface Calendar extends CalendarSettings {
  id: string;
  accountId: string;
  version: number;
  createdAt: Date;
  deletedAt: Date | null;
}

/** A user's place in a calendar. */
export interface Member {
  userId: string;
  priority: Priority;
  /** 100 is a full share. */
  weight: number;
  isOwner: boolean;
  /** Comes along to a collective's slot when free, and is not waited for. */
  optional: boolean;
  /** Null: the user's default. */
  meetingLocation: MeetingLocation | null;
}

/** Members as the audit knows them: where one meets may be one's own telephone number, so only its kind. */
export function toldOf(members: Member[]): object[] {
  return members.map(({ meetingLocation, ...member }) => ({ ...member, meets: meetingLocation?.kind ?? null }));
}

/** What may stand in an event title. `account.name` and the others are filled in at booking. */
export const EVENT_TITLE_VALUES = [
  'contact.name',
  'contact.first_name',
  'contact.last_name',
  'contact.email',
  'contact.phone',
  'user.name',
  'user.first_name',
  'calendar.name',
  'account.name',
] as const;
