import { Injectable } from '@nestjs/common';
import { People, type Person } from '../identity';
import { type Letter, Outbox, letterHtml, letterText } from '../messaging';
import { Database } from '../platform/database';
import { Inbox } from './inbox';

/** What one person in one account is told. */
export interface NewNotification {
  accountId: string;
  userId: string;
  /** `feature.what`, by which a client may tell them apart. */
  kind: string;
  /** One line. */
  title: string;
  /** Plain text; an empty line parts paragraphs. */
  body: string;
  /** Where to go about it. */
  link?: { label: string; url: string };
  about?: { appointmentId?: string | null; calendarId?: string | null };
  /** The step of a workflow that says it. */
  step?: { workflowId: string; stepId: string };
  /** Names the occasion: the same person is told of it once. */
  dedupeKey: string;
  /** Whether it goes by mail, too. */
  mail?: boolean;
}

/** Tells people inside the application, and by mail. In the transaction under way: rolled back, nobody was told. */
@Injectable()
export class Notifications {
  constructor(
    private readonly db: Database,
    private readonly people: People,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
  ) {}

  /** @returns false when they were told before, or do not belong to the account (any more) */
  notify(notification: NewNotification): Promise<boolean> {
    return this.db.transaction(async () => {
      const [person] = await this.people.inAccount(notification.accountId, [notification.userId]);
      if (!person) return false;
      const message = messageOf(notification, person);
      const id = await this.outbox.deliver(message);
      if (id === null) return false;
      const { accountId, userId, kind, about } = notification;
      await this.inbox.add({ id, accountId, userId, kind, calendarId: about?.calendarId ?? null });
      if (notification.mail) await this.mail(notification, message);
      return true;
    });
  }

  /** The same to several, in an order that keeps those who tell the same people from waiting for each other in a circle. */
  async notifyAll(notifications: NewNotification[]): Promise<void> {
    const ordered = [...notifications].sort((a, b) => (a.userId < b.userId ? -1 : 1));
    await this.db.transaction(async () => {
      for (const notification of ordered) await this.notify(notification);
    });
  }

  private async mail(notification: NewNotification, message: ReturnType<typeof messageOf>): Promise<void> {
    const letter = letterOf(notification);
    const dedupeKey = `notification:${notification.userId}:${notification.dedupeKey}`;
    const words = { text: letterText(letter), html: letterHtml(letter) };
    await this.outbox.queue({ ...message, ...words, channel: 'email', dedupeKey });
  }
}

function messageOf(notification: NewNotification, { userId, email, name }: Person) {
  const { accountId, title, about, step, dedupeKey } = notification;
  return {
    accountId,
    appointmentId: about?.appointmentId ?? null,
    workflowId: step?.workflowId ?? null,
    stepId: step?.stepId ?? null,
    to: email,
    toName: name,
    subject: title,
    text: letterText(letterOf(notification)).trimEnd(),
    dedupeKey: `in-app:${userId}:${dedupeKey}`,
  };
}

function letterOf({ title, body, link }: NewNotification): Letter {
  return { subject: title, paragraphs: body.split('\n\n'), rows: link ? [{ label: link.label, value: link.url }] : [] };
}
