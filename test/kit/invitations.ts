import type { TestUser } from './identity';

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
