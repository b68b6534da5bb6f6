import type { MeetingLocation } from '../identity';
import type { LinkState } from './link.rules';

export const STATUSES = ['new', 'confirmed', 'cancelled', 'showed', 'noshow', 'invalid'] as const;
export type AppointmentStatus = (typeof STATUSES)[number];
export type CancelledBy = 'guest' | 'staff' | 'system';

/** No appointment lasts longer. */
export const LONGEST_MS = 24 * 3_600_000;

/** Which status may follow which. `showed` and `noshow` also need a start in the past. */
export const TRANSITIONS: Record<AppointmentStatus, readonly AppointmentStatus[]> = {
  new: ['confirmed', 'cancelled', 'invalid'],
  confirmed: ['cancelled', 'invalid', 'showed', 'noshow'],
  showed: ['confirmed', 'noshow', 'cancelled', 'invalid'],
  noshow: ['confirmed', 'showed', 'cancelled', 'invalid'],
  cancelled: ['confirmed'],
  invalid: ['confirmed'],
};

/** These sit in their slot; `cancelled` and `invalid` have left it. */
export const SEATED: readonly AppointmentStatus[] = ['new', 'confirmed', 'showed', 'noshow'];

export function isSeated(status: AppointmentStatus): boolean {
  return SEATED.includes(status);
}

/** Why the status may not follow, or null. */
export function transitionFault(
  from: AppointmentStatus,
  to: AppointmentStatus,
  startsAt: Date,
  now: Date,
): string | null {
  if (!TRANSITIONS[from].includes(to)) return `${from} cannot become ${to}`;
  const happened = to === 'showed' || to === 'noshow';
  if (happened && startsAt > now) return `${to} needs a start in the past`;
  return null;
}

/** What a guest may still do, and until when. Epoch milliseconds. */
export interface ChangeRight {
  allowed: boolean;
  until: number | null;
  reason: 'not-offered' | 'too-late' | 'cancelled' | null;
}

export interface ChangePolicy {
  /** Whether the calendar lets guests do it at all. */
  offered: boolean;
  /** The start less the calendar's cut-off, epoch milliseconds. */
  until: number;
}

export function changeRight({ offered, until }: ChangePolicy, status: AppointmentStatus, now: number): ChangeRight {
  if (!isSeated(status)) return { allowed: false, until: null, reason: 'cancelled' };
  if (!offered) return { allowed: false, until: null, reason: 'not-offered' };
  return now < until ? { allowed: true, until, reason: null } : { allowed: false, until, reason: 'too-late' };
}

export interface SlotLink {
  state: LinkState;
  joinUrl: string | null;
}

/** What `[[appointment.meeting_location]]` renders: null while it is not settled or there is none. */
export function locationValue(
  location: MeetingLocation,
  fallback: MeetingLocation,
  link: SlotLink,
  contactPhone: string | null,
): string | null {
  if (location.kind === 'phone') return location.value ?? contactPhone;
  if (location.kind !== 'zoom') return location.value ?? null;
  if (link.state === 'ready') return link.joinUrl;
  if (link.state === 'parked' || link.state === 'failed') return fallback.value ?? null;
  return null;
}
