import { Injectable } from '@nestjs/common';
import type { Schedule } from '#libs/slots';
import type { MeetingLocation } from '../identity';
import { isId } from '../platform/http';
import { BookableStore, type CalendarWithMembers } from './bookable.store';
import type { Calendar, Priority } from './calendar';
import { CalendarStore, noCalendar } from './calendar.store';
import { officeHours } from './schedule.rules';

export interface BookableHost {
  userId: string;
  name: string;
  email: string;
  timezone: string;
  /** Order of membership; not without gaps. */
  position: number;
  priority: Priority;
  weight: number;
  isOwner: boolean;
  /** Of a collective: doesn't block its slots. */
  optional: boolean;
  schedule: Schedule;
  /** The entry in this calendar; null follows the default. */
  meetingLocation: MeetingLocation | null;
  defaultMeetingLocation: MeetingLocation | null;
}

export interface Bookable {
  calendar: Calendar;
  /** In order of membership; those who left the account are not among them. */
  hosts: BookableHost[];
  /** The hours of a calendar without hosts; null for every other. */
  schedule: Schedule | null;
}

/** Calendars as the floors above read them. */
@Injectable()
export class Calendars {
  constructor(
    private readonly store: CalendarStore,
    private readonly bookable: BookableStore,
  ) {}

  /** Also one that was deleted: its appointments still speak of it. @throws NotFound */
  get(accountId: string, id: string): Promise<Calendar> {
    return this.store.get(accountId, id, { deletedToo: true });
  }

  /** Those of the IDs that belong to the account, deleted ones too, in no order. */
  async byIds(accountId: string, ids: string[]): Promise<Calendar[]> {
    return ids.length === 0 ? [] : this.store.byIds(accountId, ids);
  }

  /** One statement. @throws NotFound, also for a deleted calendar unless told otherwise */
  async forBooking(accountId: string, id: string, { deletedToo = false } = {}): Promise<Bookable> {
    const found = await this.bookable.byId(accountId, id);
    if (!found || (found.calendar.deletedAt !== null && !deletedToo)) throw noCalendar(id);
    return withHours(found);
  }

  /** The same for a public route, which knows no account. @throws NotFound */
  async forPublicBooking(slugOrId: string): Promise<Bookable> {
    const found = await (isId(slugOrId) ? this.bookable.byIdAnywhere(slugOrId) : this.bookable.bySlug(slugOrId));
    if (!found) throw noCalendar(slugOrId);
    return withHours(found);
  }

  /**
   * The same again, or as it is now when it was changed since. Under the locks of a booking it stays so: nobody is booked
   * into a calendar that an admin has just closed.
   * @throws NotFound when it was deleted
   */
  async settled(bookable: Bookable, whom: { deletedToo?: boolean } = {}): Promise<Bookable> {
    const { accountId, id, version } = bookable.calendar;
    const current = await this.store.get(accountId, id, whom);
    return current.version === version ? bookable : this.forBooking(accountId, id, { deletedToo: true });
  }

  /** Nobody is booked into a user's calendars from now on until the transaction ends. Before anybody is locked. */
  async closeFor(accountId: string, userId: string): Promise<void> {
    await this.store.lockEntriesOf(accountId, userId);
  }
}

function withHours({ calendar, members, ownHours }: CalendarWithMembers): Bookable {
  if (calendar.type === 'unassigned') {
    return { calendar, hosts: [], schedule: ownHours ?? officeHours(calendar.timezone) };
  }
  const hosts = members.map((member) => ({ ...member, schedule: member.schedule ?? officeHours(member.timezone) }));
  return { calendar, hosts, schedule: null };
}
