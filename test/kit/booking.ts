import type supertest from 'supertest';
import { anUnassigned, type TestCalendar } from './calendars';
import { anEmail, type TestUser } from './identity';
import type { TestApp } from './test-app';

/** Tuesday 10:00 in New York. */
export const TUESDAY_10 = '2026-11-24T15:00:00.000Z';
export const TUESDAY_11 = '2026-11-24T16:00:00.000Z';

/** A guest books; the answer is not judged. */
export function tryToBook(
  { http }: TestApp,
  { slug }: Pick<TestCalendar, 'slug'>,
  start: string,
  overrides: object = {},
): supertest.Test {
  const contact = { name: 'Petra Prospect', email: anEmail('guest') };
  return http
    .post(`/v1/public/calendars/${slug}/appointments`)
    .send({ start, timezone: 'Europe/Berlin', contact, ...overrides });
}

/** A guest books. @returns the appointment as the guest sees it */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export async function book(...args: Parameters<typeof tryToBook>): Promise<any> {
  const { status, body } = await tryToBook(...args);
  if (status !== 201) throw new Error(`Booking was answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** An appointment without hosts that nobody is told of, in a calendar of its own. */
export async function aQuietAppointment(slotlink: TestApp, owner: TestUser): Promise<{ id: string; slotId: string }> {
  const notifications = { booked: false, rescheduled: false, cancelled: false };
  const { id } = await book(slotlink, await anUnassigned(owner, { notifications }), TUESDAY_10);
  return (await owner.get(`/v1/appointments/${id}`).expect(200)).body;
}

/** The starts a guest is offered. */
export async function offered({ http }: TestApp, { slug }: Pick<TestCalendar, 'slug'>, from: string, to: string) {
  const { body } = await http.get(`/v1/public/calendars/${slug}/free-slots`).query({ from, to }).expect(200);
  const days = body.days as { slots: { start: string }[] }[];
  return days.flatMap(({ slots }) => slots.map(({ start }) => start));
}
