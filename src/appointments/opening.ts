import { Injectable } from '@nestjs/common';
import { render } from '#libs/templating';
import { Bookable, BookableHost, resolveLocation } from '../calendars';
import type { Contact } from '../contacts';
import { Accounts, MeetingLocation } from '../identity';
import type { LockedAppointment } from './seated-appointment';

/** What a new slot and the appointment that opens it are called, and where they take place. */
export interface OpenedWith {
  location: MeetingLocation;
  /** What stands in Zoom. */
  topic: string;
  /** What stands in the appointment. */
  title: string;
}

/** Names a slot of the calendar as it is by then, led by that host. */
export type OpenWith = (bookable: Bookable, leadUserId: string | null) => OpenedWith;

/** Zoom's limit for topics. */
const MAX_TITLE = 200;

/** Names a slot and finds its place, once it is known who leads it. */
@Injectable()
export class Opening {
  constructor(private readonly accounts: Accounts) {}

  /** @param title written by hand; otherwise the calendar's */
  async of(
    accountId: string,
    contact: { name: string; email: string; phone?: string | null },
    title?: string,
  ): Promise<OpenWith> {
    const account = await this.accounts.get(accountId);
    return ({ calendar, hosts }, leadUserId) => {
      const lead = hosts.find(({ userId }) => userId === leadUserId) ?? null;
      const values = {
        'contact.name': contact.name,
        'contact.first_name': firstWord(contact.name),
        'contact.last_name': contact.name.split(' ').slice(1).join(' '),
        'contact.email': contact.email,
        'contact.phone': contact.phone,
        'user.name': lead?.name,
        'user.first_name': lead && firstWord(lead.name),
        'calendar.name': calendar.name,
        'account.name': account.name,
      };
      const rendered = render(calendar.eventTitle, values, { channel: 'line' }).trim() || calendar.name;
      const own = title ?? rendered.slice(0, MAX_TITLE);
      // Guests of a shared slot must not read each other's names in its meeting.
      return {
        title: own,
        topic: calendar.appointmentsPerSlot > 1 ? calendar.name : own,
        location: place(calendar, lead),
      };
    };
  }

  /** A title somebody wrote by hand stays; any other follows the host. Guests are named as they named themselves. */
  async again({ appointment, slot }: LockedAppointment, bookable: Bookable, contact: Contact) {
    const { accountId, booker, title } = appointment;
    const person = booker ?? contact;
    const openWith = await this.of(accountId, person);
    const written = openWith(bookable, slot.leadUserId).title !== title;
    return { written, openWith: written ? await this.of(accountId, person, title) : openWith };
  }
}

function place(calendar: Bookable['calendar'], lead: BookableHost | null): MeetingLocation {
  if (calendar.type === 'unassigned') return calendar.location ?? calendar.fallbackLocation;
  return resolveLocation({
    override: null,
    memberLocation: lead?.meetingLocation ?? null,
    userDefault: lead?.defaultMeetingLocation ?? null,
    fallback: calendar.fallbackLocation,
    calendarType: calendar.type,
  });
}

const firstWord = (name: string) => name.split(' ')[0];
