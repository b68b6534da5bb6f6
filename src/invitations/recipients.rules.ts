import { type AppointmentView, isSeated, locationJson } from '../appointments';
import type { RecipientRole, Told, ToldPlace } from './told.rules';

export interface Recipient {
  /** Names the person among those of the appointment. */
  key: string;
  role: RecipientRole;
  email: string;
  name: string;
  timezone: string;
  locale: string | null;
}

export interface Addressee {
  recipient: Recipient;
  /** What they should know. */
  shall: Told;
}

/**
 * Everybody who should know of the appointment now, and what. Nobody once it is over; guests of guests only once it is
 * confirmed. Whoever is contact or host gets no second invitation as a guest.
 */
export function addresseesOf(view: AppointmentView): Addressee[] {
  const { status } = view.appointment;
  if (!isSeated(status)) return [];
  const people = status === 'new' ? [contactOf(view), ...hostsOf(view)] : everybody(view);
  // Who was erased has no address any more.
  return people
    .filter(({ email }) => email !== '')
    .map((recipient) => ({ recipient, shall: toldTo(recipient.role, view) }));
}

export function roleOf(key: string): RecipientRole {
  return key.slice(0, key.indexOf(':')) as RecipientRole;
}

function everybody(view: AppointmentView): Recipient[] {
  const main = [contactOf(view), ...hostsOf(view)];
  const seen = new Set(main.map(({ email }) => email.toLowerCase()));
  const guests = guestsOf(view).filter(({ email }) => {
    const isNew = !seen.has(email.toLowerCase());
    seen.add(email.toLowerCase());
    return isNew;
  });
  return [...main, ...guests];
}

/** At the address they booked with, if it is still theirs: there they look for it. */
function contactOf({ appointment: { timezone, locale, booker }, contact }: AppointmentView): Recipient {
  const { name } = contact;
  const typed = booker?.email.toLowerCase();
  const email = contact.otherEmails.find((other) => other.toLowerCase() === typed) ?? contact.email;
  return { key: `contact:${email.toLowerCase()}`, role: 'contact', email, name, timezone, locale };
}

function guestsOf({ appointment: { guests, timezone, locale } }: AppointmentView): Recipient[] {
  return guests.map(({ email, name }) => {
    return { key: `guest:${email.toLowerCase()}`, role: 'guest', email, name, timezone, locale };
  });
}

/** Those who left the account are told that it is no longer theirs, like any host who was replaced. */
function hostsOf({ hosts }: AppointmentView): Recipient[] {
  return hosts
    .filter(({ status }) => status === 'active')
    .map(({ userId, email, name, timezone }) => {
      return { key: `host:${userId}`, role: 'host', email, name, timezone, locale: null };
    });
}

function toldTo(role: RecipientRole, view: AppointmentView): Told {
  const { appointment, slot, hosts } = view;
  return {
    kind: appointment.status === 'new' ? 'note' : 'request',
    start: slot.startsAt.toISOString(),
    end: slot.endsAt.toISOString(),
    title: appointment.title,
    hosts: hosts.map(({ userId, name }) => ({ userId, name })),
    place: placeFor(role, view),
  };
}

function placeFor(role: RecipientRole, view: AppointmentView): ToldPlace {
  const { kind, state, value, reason, zoom } = locationJson(view, role === 'host' ? 'host' : 'participant');
  const awaited = kind === 'zoom' && view.appointment.status !== 'new';
  const lacking = state === 'parked' || state === 'failed';
  const link = !awaited ? 'none' : state === 'ready' ? 'ready' : lacking ? 'instead' : 'pending';
  const trouble = state === 'parked' ? 'parked' : (reason ?? 'failed');
  // Whoever the contact brings along need not learn the contact's number.
  const secret = role === 'guest' && kind === 'phone';
  return {
    kind,
    value: secret ? null : value,
    link,
    meetingId: link === 'ready' ? (zoom?.meetingId ?? null) : null,
    passcode: link === 'ready' ? (zoom?.passcode ?? null) : null,
    trouble: role === 'host' && link === 'instead' ? trouble : null,
  };
}
