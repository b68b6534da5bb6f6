import { Injectable } from '@nestjs/common';
import type { LocationKind } from '../identity';
import { type Answers, type SheetLine, sheetOf } from './answers.rules';
import { Guest } from './appointment.entity';
import { AppointmentStatus, CancelledBy, ChangeRight, isSeated, locationValue } from './appointment.rules';
import type { ShownAppointment } from './appointment.reader';
import { type ShownLink, linkFor, sharedLink } from './own-link.rules';
import { GuestLinks, Links } from './guest-links';
import { GuestRights } from './guest-rights';
import type { LinkState } from './link.rules';
import { placeOf } from './wish.rules';

export interface MeetingLocationJson {
  kind: LocationKind;
  state: LinkState;
  value: string | null;
  joinUrl: string | null;
  parkedUntil: string | null;
  reason: string | null;
  unmanaged: boolean;
  zoom: { meetingId: string; passcode: string | null } | null;
}

/** What guests and staff both see. */
interface SharedJson {
  id: string;
  status: AppointmentStatus;
  start: string;
  end: string;
  timezone: string;
  title: string;
  notes: string | null;
  answers: Answers;
  /** The answers again, each with its question as it stood then. */
  answerSheet: SheetLine[];
  host: { userId: string; name: string } | null;
  meetingLocation: MeetingLocationJson;
  links: Links;
  publicToken: string;
  cancellation: { by: CancelledBy; reason: string | null; at: string } | null;
  version: number;
  createdAt: string;
  updatedAt: string;
}

export interface AppointmentJson extends SharedJson {
  accountId: string;
  calendarId: string;
  slotId: string;
  seriesId: string | null;
  internalNotes: string | null;
  contact: { id: string; name: string; email: string; phone: string | null };
  guests: Guest[];
  hosts: { userId: string; name: string }[];
  source: Record<string, unknown> | null;
  /** Booked over hours, limits and other slots. */
  forced: boolean;
}

interface RightJson {
  allowed: boolean;
  until: string | null;
  reason: string | null;
}

export interface PublicAppointmentJson extends SharedJson {
  calendar: { name: string; slug: string };
  contact: { name: string; email: string; phone: string | null };
  canReschedule: RightJson;
  canCancel: RightJson;
}

/** The only way out of the database to JSON. */
@Injectable()
export class PresentAppointment {
  constructor(
    private readonly links: GuestLinks,
    private readonly rights: GuestRights,
  ) {}

  forStaff(view: ShownAppointment): AppointmentJson {
    const { appointment, contact, hosts } = view;
    const { accountId, calendarId, slotId, seriesId, internalNotes, guests, source, forced } = appointment;
    return {
      ...this.shared(view),
      ...{ accountId, calendarId, slotId, seriesId, internalNotes, guests, source, forced },
      contact: { id: contact.id, name: contact.name, email: contact.email, phone: contact.phone },
      hosts: hosts.map(({ userId, name }) => ({ userId, name })),
    };
  }

  forGuest(view: ShownAppointment): PublicAppointmentJson {
    const { appointment, calendar, contact, slot } = view;
    return {
      ...this.shared(view),
      calendar: { name: calendar.name, slug: calendar.slug },
      contact: appointment.booker ?? { name: contact.name, email: contact.email, phone: contact.phone },
      canReschedule: rightJson(this.rights.mayReschedule(calendar, appointment.status, slot.startsAt)),
      canCancel: rightJson(this.rights.mayCancel(calendar, appointment.status, slot.startsAt)),
    };
  }

  private shared(view: ShownAppointment): SharedJson {
    const { appointment, slot, hosts } = view;
    const [lead] = hosts;
    const { cancelledBy, cancelledAt, cancellationReason } = appointment;
    return {
      id: appointment.id,
      status: appointment.status,
      start: slot.startsAt.toISOString(),
      end: slot.endsAt.toISOString(),
      timezone: appointment.timezone,
      title: appointment.title,
      notes: appointment.notes,
      answers: appointment.answers,
      answerSheet: sheetOf(appointment),
      host: lead ? { userId: lead.userId, name: lead.name } : null,
      meetingLocation: locationJson(view),
      links: this.links.linksOf(appointment),
      publicToken: this.links.publicToken(appointment),
      cancellation:
        cancelledBy && cancelledAt
          ? { by: cancelledBy, reason: cancellationReason, at: cancelledAt.toISOString() }
          : null,
      version: appointment.version,
      createdAt: appointment.createdAt.toISOString(),
      updatedAt: appointment.updatedAt.toISOString(),
    };
  }
}

/**
 * Where it takes place, and how it stands with the link. A link is shown only to those who sit in the slot; its hosts have
 * the meeting's, also where each participant has one of their own.
 */
export function locationJson(
  { appointment, slot, contact }: ShownAppointment,
  as: 'participant' | 'host' = 'participant',
): MeetingLocationJson {
  const place = placeOf(appointment, slot);
  const waits = appointment.status === 'new' || !isSeated(appointment.status);
  const linked = place.kind === 'zoom' && !waits;
  const link = !linked ? NONE : as === 'host' ? sharedLink(slot) : linkFor(appointment, slot);
  return {
    kind: place.kind,
    state: link.state,
    value: locationValue(place, slot.fallbackLocation, link, (appointment.booker ?? contact).phone),
    joinUrl: link.joinUrl,
    parkedUntil: link.parkedUntil?.toISOString() ?? null,
    reason: link.reason,
    unmanaged: link.unmanaged,
    zoom: link.zoomMeetingId ? { meetingId: link.zoomMeetingId, passcode: link.passcode } : null,
  };
}

const NONE: ShownLink = {
  state: 'none',
  joinUrl: null,
  zoomMeetingId: null,
  passcode: null,
  parkedUntil: null,
  reason: null,
  unmanaged: false,
};

function rightJson({ allowed, until, reason }: ChangeRight): RightJson {
  return { allowed, until: until === null ? null : new Date(until).toISOString(), reason };
}
