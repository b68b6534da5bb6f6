import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { HandlesJob, JobHandler, Jobs, defineJob } from '../platform/jobs';
import { MailDriver, MailRefused } from './mail-driver';
import { MessageSecrets } from './message-secrets';
import { ClaimedMessage, MessageStore } from './message.store';

export interface SendMessagePayload {
  accountId: string;
  messageId: string;
}

export const SendMessage = defineJob<SendMessagePayload>('messaging.send-message');

/** Longer than a mail may take to leave, so that nobody else takes it up while it does. */
const LEASE_MS = 60_000;
const SEND_MS = 45_000;
/** With the queue's growing pauses (1 s, e s, e² s, …) about three and a half hours; later, hardly any mail is worth it. */
const MAX_ATTEMPTS = 10;
const MAX_WHY = 500;

/**
 * Lets one message leave. It is claimed before it goes out; found claimed by somebody who fell silent, it is sent again
 * under the same Message-ID, so that a recipient who has it already sees one.
 */
@Injectable()
@HandlesJob(SendMessage)
export class SendMessageJob implements JobHandler<SendMessagePayload> {
  constructor(
    private readonly store: MessageStore,
    private readonly mail: MailDriver,
    private readonly messageSecrets: MessageSecrets,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async run(payload: SendMessagePayload): Promise<void> {
    const { accountId, messageId } = payload;
    const message = await this.store.claim(accountId, messageId, LEASE_MS);
    if (message === null) return;
    if (message === 'busy') {
      // Whoever has it may be dead: look again when their time is up.
      const at = new Date(this.clock.ms() + LEASE_MS);
      await this.jobs.add(SendMessage, payload, { at, key: `messaging.send-message:${messageId}` });
      return;
    }
    await this.attempt(message);
  }

  private async attempt(message: ClaimedMessage): Promise<void> {
    try {
      await inTime(this.mail.send(this.messageSecrets.show(toMail(message), message)));
    } catch (error) {
      const reason = (error as Error).message.slice(0, MAX_WHY);
      if (error instanceof MailRefused) return this.store.settle(message, 'failed', `refused for good: ${reason}`);
      if (message.attempts >= MAX_ATTEMPTS) {
        return this.store.settle(message, 'failed', `given up after ${message.attempts} attempts: ${reason}`);
      }
      await this.store.settle(message, 'queued', `attempt ${message.attempts} failed, another follows: ${reason}`);
      throw error;
    }
    await this.store.settle(message, 'sent', this.mail.note);
  }
}

function toMail(message: ClaimedMessage) {
  const { calendarMethod: method, calendarContent: content } = message;
  return {
    messageId: message.mailId,
    to: { address: message.recipient, name: message.recipientName ?? '' },
    replyTo: message.replyTo,
    confidential: message.secret !== null,
    subject: message.subject ?? '',
    text: message.body,
    html: message.html,
    calendar: method !== null && content !== null ? { method, content } : null,
  };
}

/** @throws when the mail has not left in time; whether it still will is unknown, as after a crash */
async function inTime(sending: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('the mail server took too long'));
    }, SEND_MS);
  });
  try {
    await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
  }
}
