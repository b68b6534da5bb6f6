import type { Bookable, BookableHost } from '../calendars';
import type { AppointmentRow } from './appointment.entity';
import type { ReadOptions } from './availability.reader';
import type { Decision } from './assignment.rules';
import type { OpenWith } from './opening';
import type { SlotRow } from './slot.entity';

/** A seat somebody wants. */
export interface Claim {
  bookable: Bookable;
  /** Epoch milliseconds. */
  start: number;
  /** Another end than the calendar's; staff only. */
  end?: number;
  /** This host or nobody. */
  hostUserId?: string;
  /** Who books, when they are known: a sticky calendar gives them the host they had. */
  contactId?: string;
  /** Anybody but these, however far ahead they are: an appointment is handed over. */
  exceptUserIds?: readonly string[];
  /** This host when free, else the best. */
  preferUserId?: string;
  /** Ignore hours, limits and other slots; staff only. */
  forced?: boolean;
  /** Whoever moves an existing appointment may do so in an inactive calendar. */
  ignoreInactive?: boolean;
  /** Another host at the same start: notice and window were kept when it was booked. */
  keepsStart?: boolean;
  /** The slot the appointment comes from, whose hosts are locked too. */
  leaving?: Leaving;
  /** The series whose link the slot shall share when nobody else sits in it. */
  linkSeriesId?: string | null;
  /** Names the slot when it is new; null for a hold, which leaves that to whoever books. */
  openWith: OpenWith | null;
}

/** A seat found, and why with this host. */
export interface Seat {
  slot: SlotRow;
  decision: Decision;
  /** Whom a slot opened for it occupies, the lead first; null when the slot stood before. */
  opened: BookableHost[] | null;
  /** Whether its calendar makes Zoom meetings. */
  makesLinks: boolean;
  /** What it adds to its host's load. */
  charge: number;
}

/** An appointment in the seat found for it. */
export interface Sitter {
  row: AppointmentRow;
  seat: Seat;
}

/** The slot an appointment is about to leave. */
export interface Leaving {
  hostIds: string[];
  seat: ReadOptions['leaving'];
}
