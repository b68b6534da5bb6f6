import { book, TUESDAY_10 } from './booking';
import type { TestCalendar } from './calendars';
import { anEmail, type TestUser } from './identity';
import type { TestApp } from './test-app';

/** An invitation as the delivery log shows it. */
export interface TestMail {
  to: string;
  subject: string;
  body: string;
  html: string;
  replyTo: string | null;
  state: string;
  calendar: { method: 'REQUEST' | 'CANCEL'; content: string } | null;
  messageId: string;
}

/** All mails about an appointment that were not taken back, by SEQUENCE; those without one first. */
export async function mailsAbout(owner: TestUser, appointmentId: string): Promise<TestMail[]> {
  const { body } = await owner.get(`/v1/messages?limit=200&appointmentId=${appointmentId}`).expect(200);
  const mails = (body.items as TestMail[]).filter(({ state }) => state !== 'skipped');
  const place = (mail: TestMail) => Number(ics(mail, 'SEQUENCE') ?? -1);
  return mails.sort((a, b) => place(a) - place(b));
}

export async function mailsTo(owner: TestUser, appointmentId: string, email: string): Promise<TestMail[]> {
  return (await mailsAbout(owner, appointmentId)).filter(({ to }) => to === email);
}

/** The value of a property of the mail's iCalendar text, unfolded. */
export function ics({ calendar }: TestMail, property: string): string | undefined {
  const lines = (calendar?.content ?? '').replace(/\r\n[ \t]/g, '').split('\r\n');
  return lines
    .find((line) => line.startsWith(`${property}:`) || line.startsWith(`${property};`))
    ?.slice(property.length + 1);
}

/** Method and sequence, such as `REQUEST 0`, of each mail; `-` for one without an iCalendar text. */
export function steps(mails: TestMail[]): string[] {
  return mails.map((mail) => (mail.calendar ? `${mail.calendar.method} ${ics(mail, 'SEQUENCE')}` : '-'));
}

/** A guest books, and all that follows is done. */
export async function bookAndTell(slotlink: TestApp, calendar: TestCalendar, overrides: object = {}) {
  const email = anEmail('petra');
  const contact = { name: 'Petra Prospect', email, phone: '+49 30 901820' };
  const { id, links } = await book(slotlink, calendar, TUESDAY_10, { contact, ...overrides });
  await slotlink.drainJobs();
  return { id: id as string, links: links as Record<string, string>, email };
}

/** The mail to this address; it must be the only one. */
export function only(mails: TestMail[], to: string): TestMail {
  const found = mails.filter((mail) => mail.to === to);
  if (found.length !== 1) throw new Error(`${found.length} mails went to ${to}`);
  return found[0]!;
}

/** Their addresses, in alphabetical order. */
export function attendees({ calendar }: TestMail): string[] {
  const unfolded = calendar!.content.replace(/\r\n[ \t]/g, '');
  return [...unfolded.matchAll(/^ATTENDEE.*mailto:(.+)$/gim)].map(([, address]) => address!.trim()).sort();
}
