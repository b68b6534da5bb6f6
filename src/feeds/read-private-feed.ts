import { Injectable } from '@nestjs/common';
import { type FeedEvent, feedIcs, uidOf } from '#libs/ics';
import { type AppointmentView, GuestLinks, HostedAppointments, locationJson } from '../appointments';
import { People } from '../identity';
import { Clock } from '../platform/clock';
import { PrivateFeeds } from './private-feeds';

const DAY_MS = 86_400_000;
const PAST_MS = 30 * DAY_MS;
const AHEAD_MS = 366 * DAY_MS;
/** The soonest are in it. */
const MAX_EVENTS = 2_000;
const TTL_SECONDS = 15 * 60;

/** A user's appointments of one account as a calendar to subscribe to: from 30 days ago to a year ahead. */
@Injectable()
export class ReadPrivateFeed {
  constructor(
    private readonly feeds: PrivateFeeds,
    private readonly appointments: HostedAppointments,
    private readonly people: People,
    private readonly links: GuestLinks,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound for an address that leads nowhere, and once its user has left the account */
  async run(token: string): Promise<string> {
    const { accountId, userId } = await this.feeds.byToken(token);
    const { name } = await this.people.get(accountId, userId);
    const now = this.clock.ms();
    const span = { start: now - PAST_MS, end: now + AHEAD_MS };
    const views = await this.appointments.of(accountId, userId, span, MAX_EVENTS);
    const events = views.map((view) => this.eventOf(view));
    return feedIcs({ name: `Appointments of ${name}`, ttlSeconds: TTL_SECONDS, events });
  }

  /** Neither internal notes nor what only the guest may do: calendars are read over shoulders and shared. */
  private eventOf(view: AppointmentView): FeedEvent {
    const { appointment, slot, contact } = view;
    const { join } = this.links.linksOf(appointment);
    const { kind, value } = locationJson(view, 'host');
    return {
      uid: uidOf(appointment.id),
      sequence: appointment.version - 1,
      changedAt: appointment.updatedAt,
      start: slot.startsAt,
      end: slot.endsAt,
      summary: appointment.title,
      description: `With: ${contact.name} <${contact.email}>\nJoin: ${join}`,
      location: value ?? (kind === 'zoom' ? join : null),
      url: join,
      tentative: appointment.status === 'new',
    };
  }
}
