import type supertest from 'supertest';
import type { TestCalendar } from './calendars';
import { anEmail, type TestUser } from './identity';

export interface TestRecurrence {
  rrule: string;
  onConflict?: string;
  host?: string;
}

/** A series as the API answers it. */
export interface TestSeries {
  series: { id: string; rrule: string; timezone: string };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  appointments: (Record<string, any> & { id: string; start: string; end: string })[];
  conflicts: {
    start: string;
    outcome: string;
    reason: string;
    bookedStart: string | null;
    appointmentId: string | null;
  }[];
}

/** Staff book a series; the answer is not judged. */
export function tryToBookSeries(
  staff: TestUser,
  calendar: Pick<TestCalendar, 'id'>,
  start: string,
  recurrence: TestRecurrence,
  overrides: object = {},
): supertest.Test {
  const contact = { name: 'Petra Prospect', email: anEmail('guest') };
  return staff.post('/v1/appointments', { calendarId: calendar.id, start, contact, recurrence, ...overrides });
}

export async function bookSeries(...args: Parameters<typeof tryToBookSeries>): Promise<TestSeries> {
  const { status, body } = await tryToBookSeries(...args);
  if (status !== 201) throw new Error(`The series was answered ${status}: ${JSON.stringify(body)}`);
  return body as TestSeries;
}

export const startsOf = ({ appointments }: Pick<TestSeries, 'appointments'>) => appointments.map(({ start }) => start);
