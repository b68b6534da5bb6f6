import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalCalendarMethod,
  ICalEventStatus,
} from 'ical-generator';

export interface IcsPerson {
  name: string;
  /** Without a name. */
  email: string;
  /** Whether they are asked to answer; absent: no. */
  rsvp?: boolean;
}

export interface Invite {
  /** The same for every version of one event. */
  uid: string;
  /** From 0; clients ignore what is older than what they have. */
  sequence: number;
  /** PUBLISH is for downloads and feeds, and names no attendees (RFC 5546 3.2.1). */
  method: 'REQUEST' | 'CANCEL' | 'PUBLISH';
  /** When this version was written. */
  stamp: Date;
  start: Date;
  /** Exclusive. */
  end: Date;
  summary: string;
  description?: string | null;
  location?: string | null;
  /** Left out unless it is an http(s) address. */
  url?: string | null;
  organizer: IcsPerson;
  attendees: IcsPerson[];
  /** Says so in a PUBLISH; a CANCEL always does. */
  cancelled?: boolean;
}

/**
 * One event as an iCalendar text (RFC 5545), lines folded at 75 octets and ended by CRLF. Times are UTC instants, which
 * every client shows in its reader's zone; no VTIMEZONE can be wrong that way.
 */
export function inviteIcs(invite: Invite): string {
  const { uid, sequence, method, stamp, start, end } = invite;
  const calendar = ical({
    prodId: { company: 'Slotlink', product: 'Slotlink', language: 'EN' },
    method: ICalCalendarMethod[method],
  });
  calendar.createEvent({
    id: line(uid),
    sequence,
    stamp,
    start,
    end,
    summary: line(invite.summary),
    description: text(invite.description),
    location: text(invite.location) && line(invite.location ?? ''),
    url: webAddress(invite.url),
    status: method === 'CANCEL' || invite.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: parameter(invite.organizer.name), email: address(invite.organizer.email) },
    attendees: method === 'PUBLISH' ? [] : invite.attendees.map(attendee),
  });
  return calendar.toString();
}

function attendee({ name, email, rsvp = false }: IcsPerson) {
  return {
    name: parameter(name) || address(email),
    email: address(email),
    rsvp,
    role: ICalAttendeeRole.REQ,
    status: rsvp ? ICalAttendeeStatus.NEEDSACTION : ICalAttendeeStatus.ACCEPTED,
    type: ICalAttendeeType.INDIVIDUAL,
  };
}

/** Several lines; the generator escapes the rest. TEXT holds no control character but the line feed. */
function text(value: string | null | undefined): string | null {
  if (!value) return null;
  return value
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/(?!\n)\p{Cc}+/gu, ' ');
}

function line(value: string): string {
  return (text(value) ?? '').replace(/\n+/g, ' ').trim();
}

/** A quoted parameter value has no escapes: quotes end it, and backslashes would be read literally. */
function parameter(value: string): string {
  return line(value).replaceAll('"', "'").replaceAll('\\', '/');
}

/** What follows `mailto:`. */
function address(value: string): string {
  return line(value).replace(/[\s"<>\\]+/g, '');
}

function webAddress(value: string | null | undefined): string | null {
  if (!value || !URL.canParse(value)) return null;
  const url = new URL(value);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}
