import type { CalendarMethod } from './message.entity';

/** One e-mail as it leaves, to one recipient. */
export interface Mail {
  /** With angle brackets; the same at every attempt, so that a twin is recognised as one. */
  messageId: string;
  to: { address: string; name: string };
  replyTo: string | null;
  /** It holds what the delivery log leaves out. */
  confidential: boolean;
  subject: string;
  text: string;
  html: string | null;
  /** An iCalendar text that mail clients show as an invitation or its withdrawal. */
  calendar: { method: CalendarMethod; content: string } | null;
}

/** The server will never take this mail: trying again is useless. Any other error is worth another attempt. */
export class MailRefused extends Error {}

export abstract class MailDriver {
  /** What the delivery log says beside `sent`. */
  abstract readonly note: string | null;

  /** @throws MailRefused, or whatever went wrong on the way */
  abstract send(mail: Mail): Promise<void>;
}
