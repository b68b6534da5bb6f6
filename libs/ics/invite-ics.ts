import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
} from 'ical-generator';
import { PROGRAM, address, line, parameter, text, webAddress } from './ics-text';

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
  return calendarOf(invite.method, [invite]);
}

/** Several events in one text, to be taken over at once: an invitation proper can only speak of one (RFC 5546 3.2.2). */
export function publishIcs(events: Omit<Invite, 'method'>[]): string {
  return calendarOf(
    'PUBLISH',
    events.map((event) => ({ ...event, method: 'PUBLISH' })),
  );
}

function calendarOf(method: Invite['method'], invites: Invite[]): string {
  const calendar = ical({
    prodId: PROGRAM,
    method: ICalCalendarMethod[method],
  });
  for (const invite of invites) calendar.createEvent(eventOf(invite));
  return calendar.toString();
}

function eventOf(invite: Invite): ICalEventData {
  const { uid, sequence, method, stamp, start, end } = invite;
  return {
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
  };
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
