import type { Interval, IsoDuration } from '#libs/time';
import type { Schedule } from './schedule';

/** `collective` needs all its hosts at once; every other type is served by any one of them. */
export type CalendarType = 'round_robin' | 'collective' | 'class' | 'personal' | 'unassigned';

/** Instants are epoch ms and lengths ms, except where a length needs a calendar. */
export interface CalendarRules {
  type: CalendarType;
  /** An inactive calendar offers nothing; whoever moves an existing appointment in it passes true. */
  active: boolean;
  /** In which days and months of notice and window are counted. */
  timezone: string;
  slotDuration: number;
  /** From one start to the next, in elapsed time. */
  slotInterval: number;
  /** From the start of a working interval to the first start in it. */
  slotOffset: number;
  preBuffer: number;
  postBuffer: number;
  /** A start lies at or after now + this, and never in the past. */
  minimumNotice: IsoDuration;
  bookingWindow: BookingWindow;
  /** Seats of a new slot: per host, or of the one slot of a collective. */
  appointmentsPerSlot: number;
}

/**
 * A start lies before now + a duration (P60D ends at this wall-clock time in 60 days), or on one of the dates from the
 * first to the last, both included, in the calendar's zone.
 */
export type BookingWindow = IsoDuration | { from: string; to: string };

/** Time a host cannot give, buffers of the slot it comes from included: buffers of neighbours stack. */
export interface Busy extends Interval {
  /** The slot that occupies the host; absent for time off and foreign calendars. */
  slotId?: string | null;
  /** A slot when absent. Whatever the kind, new slots keep their buffers clear of it. */
  kind?: 'slot' | 'time-off' | 'elsewhere';
}

/** A live slot of this calendar, led by the host that holds it. It keeps its own end, whatever the rules say now. */
export interface OpenSlot extends Interval {
  slotId: string;
  seatsLeft: number;
}

export interface Host {
  /** Once in a calendar. An unassigned calendar is its own one host. */
  hostId: string;
  schedule: Schedule;
  /** Of all calendars, this one's slots too. Sorted by start; may overlap. */
  busy: readonly Busy[];
  /** In a collective the owner's alone. */
  open: readonly OpenSlot[];
  /** Too far ahead of the others to be offered (heldBackHosts). */
  heldBack?: boolean;
  /** Doesn't keep a collective from meeting, and takes part in it when free. Nothing elsewhere, and not of its owner. */
  optional?: boolean;
  /** Dates in the calendar's zone on which this host has all the appointments of this calendar it may have. */
  fullDates?: ReadonlySet<string>;
}

export interface Availability {
  calendar: CalendarRules;
  /** In membership order. Without hosts there are no slots. */
  hosts: readonly Host[];
  /** The member whose grid and slots a collective uses. */
  ownerId?: string | null;
  now: number;
  /** Dates in the calendar's zone that have all the appointments they take. */
  fullDates?: ReadonlySet<string>;
}

/** A start that can be booked. */
export interface FreeSlot extends Interval {
  /** The sum of what each host can still seat; of a collective, what its slot can. */
  seats: number;
  /** Who can serve it whole, in membership order; in a collective all whom it would occupy. */
  hosts: string[];
}

/** One way to book a start: with this lead host, in a slot of theirs (`joins`) or a new one. */
export interface Candidate {
  hostId: string;
  /** Whom the booking occupies, the lead first: in a collective the others that are free, or that are in its slot. */
  hostIds: string[];
  end: number;
  joins: string | null;
  seatsLeft: number;
}
