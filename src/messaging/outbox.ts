import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Addresses } from '../platform/config';
import { Database } from '../platform/database';
import { Jobs } from '../platform/jobs';
import type { CalendarMethod } from './message.entity';
import { MessageSelection, MessageStore } from './message.store';
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
  /** Names purpose, recipient and version of what the mail speaks of: a second mail with the same key is never made. */
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
  ) {}

  /** @returns false when a message with this dedupe key exists already */
  queue(mail: OutgoingMail): Promise<boolean> {
    return this.db.transaction(async () => {
      const id = randomUUID();
      const { accountId } = mail;
      // An address no mail can have must not fail the act that wants to tell somebody: the delivery log says so instead.
      const deliverable = isAddress(mail.to);
      const isNew = await this.store.insert({
        id,
        accountId,
        appointmentId: mail.appointmentId ?? null,
        workflowId: mail.workflowId ?? null,
        stepId: mail.stepId ?? null,
        channel: mail.channel,
        recipient: mail.to,
        recipientName: mail.toName ? headerText(mail.toName, MAX_NAME) : null,
        replyTo: mail.replyTo && isAddress(mail.replyTo) ? mail.replyTo : null,
        subject: headerText(mail.subject, MAX_SUBJECT),
        body: mail.text,
        html: mail.html ?? null,
        calendarMethod: mail.calendar?.method ?? null,
        calendarContent: mail.calendar?.content ?? null,
        mailId: `<${id}@${new URL(this.addresses.publicUrl).hostname}>`,
        dedupeKey: mail.dedupeKey,
        state: deliverable ? 'queued' : 'failed',
        why: deliverable ? null : 'not an e-mail address',
      });
      if (isNew && deliverable) await this.jobs.add(SendMessage, { accountId, messageId: id });
      return isNew;
    });
  }

  /**
   * Takes back what has not begun to leave, because it would no longer be true. Joins the transaction under way.
   * @returns how many messages
   */
  skip(accountId: string, which: MessageSelection, why: string): Promise<number> {
    return this.store.skip(accountId, which, why);
  }
}

function isAddress(text: string): boolean {
  return text.length <= MAX_ADDRESS && ADDRESS.test(text);
}

/** One line of at most `max` characters: whatever could begin another header becomes a space. */
function headerText(text: string, max: number): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return Array.from(line).slice(0, max).join('');
}
