import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Addresses } from '../platform/config';
import { Database } from '../platform/database';
import { Jobs } from '../platform/jobs';
import type { CalendarMethod } from './message.entity';
import { MessageSelection, MessageStore, NewMessage } from './message.store';
import { MessageSecrets } from './message-secrets';
import { SendMessage } from './send-message';

/** An e-mail, decided to the last letter by whoever queues it. */
export interface OutgoingMail {
  accountId: string;
  appointmentId?: string | null;
  workflowId?: string | null;
  stepId?: string | null;
  channel: 'email';
  /** An e-mail address without a name. */
  to: string;
  toName?: string | null;
  /** An e-mail address without a name. */
  replyTo?: string | null;
  subject: string;
  text: string;
  html?: string | null;
  calendar?: { method: CalendarMethod; content: string } | null;
  /** A part of text and html that only the recipient may read, such as the token of a link: nothing else shows it. */
  secret?: string;
  /** Names purpose, recipient and version of what the mail speaks of: a second mail with the same key is never made. */
  dedupeKey: string;
}

/** Something a user finds inside the application. */
export interface InAppMessage {
  accountId: string;
  appointmentId?: string | null;
  workflowId?: string | null;
  stepId?: string | null;
  /** The user's e-mail address, by which the delivery log shows whom it was for. */
  to: string;
  toName: string;
  subject: string;
  text: string;
  /** As of a mail. */
  dedupeKey: string;
}

/** RFC 5321: 64 before the @, 255 after it. */
const MAX_ADDRESS = 320;
const ADDRESS = /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+$/;
const MAX_NAME = 200;
const MAX_SUBJECT = 500;

/** Queues messages in the transaction under way: rolled back, they never existed. */
@Injectable()
export class Outbox {
  constructor(
    private readonly db: Database,
    private readonly store: MessageStore,
    private readonly jobs: Jobs,
    private readonly addresses: Addresses,
    private readonly messageSecrets: MessageSecrets,
  ) {}

  /** @returns false when a message with this dedupe key exists already */
  queue(mail: OutgoingMail): Promise<boolean> {
    return this.db.transaction(async () => {
      const { accountId } = mail;
      const id = randomUUID();
      // An address no mail can have must not fail the act that wants to tell somebody: the delivery log says so instead.
      const deliverable = isAddress(mail.to);
      const { hidden, sealed } = this.messageSecrets.hide(id, mail);
      const isNew = await this.insert(id, {
        ...wordsOf(hidden),
        channel: mail.channel,
        replyTo: mail.replyTo && isAddress(mail.replyTo) ? mail.replyTo : null,
        html: hidden.html ?? null,
        secret: deliverable ? sealed : null,
        calendarMethod: mail.calendar?.method ?? null,
        calendarContent: mail.calendar?.content ?? null,
        state: deliverable ? 'queued' : 'failed',
        why: deliverable ? null : 'not an e-mail address',
      });
      if (isNew && deliverable) await this.jobs.add(SendMessage, { accountId, messageId: id });
      return isNew;
    });
  }

  /**
   * Notes what is delivered by being kept: nothing has to leave, so nothing can fail or come twice.
   * @returns its ID, or null when a message with this dedupe key exists already
   */
  async deliver(message: InAppMessage): Promise<string | null> {
    const id = randomUUID();
    const plain = { replyTo: null, html: null, secret: null, calendarMethod: null, calendarContent: null };
    const words = { ...wordsOf(message), ...plain };
    return (await this.insert(id, { ...words, channel: 'in_app', state: 'delivered', why: null })) ? id : null;
  }

  /**
   * Takes back what has not begun to leave, because it would no longer be true. Joins the transaction under way.
   * @returns how many messages
   */
  skip(accountId: string, which: MessageSelection, why: string): Promise<number> {
    return this.store.skip(accountId, which, why);
  }

  /** Forgets in-app messages whose notifications are gone. Joins the transaction under way. */
  forget(ids: string[]): Promise<void> {
    return this.store.forget(ids);
  }

  private async insert(id: string, message: Omit<NewMessage, 'id' | 'mailId'>): Promise<boolean> {
    const mailId = `<${id}@${new URL(this.addresses.publicUrl).hostname}>`;
    return this.store.insert({ id, mailId, ...message });
  }
}

/** What messages of every channel have. */
function wordsOf(message: OutgoingMail | InAppMessage) {
  return {
    accountId: message.accountId,
    appointmentId: message.appointmentId ?? null,
    workflowId: message.workflowId ?? null,
    stepId: message.stepId ?? null,
    recipient: message.to,
    recipientName: message.toName ? headerText(message.toName, MAX_NAME) : null,
    subject: headerText(message.subject, MAX_SUBJECT),
    body: message.text,
    dedupeKey: message.dedupeKey,
  };
}

function isAddress(text: string): boolean {
  return text.length <= MAX_ADDRESS && ADDRESS.test(text);
}

/** One line of at most `max` characters: whatever could begin another header becomes a space. */
function headerText(text: string, max: number): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return Array.from(line).slice(0, max).join('');
}
