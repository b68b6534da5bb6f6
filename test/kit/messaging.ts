import { randomUUID } from 'node:crypto';
import { Outbox, OutgoingMail } from '../../src/messaging';
import { Database } from '../../src/platform/database';
import type { TestApp } from './test-app';

export interface LoggedMessage {
  id: string;
  mail_id: string;
  state: string;
  why: string | null;
  attempts: number;
  sent_at: Date | null;
}

/** An account without people, for what needs no more than its ID. */
export async function anAccountId({ query }: TestApp): Promise<string> {
  const id = randomUUID();
  await query(`INSERT INTO accounts (id, name, timezone, created_at) VALUES ($1, 'Acme', 'UTC', now())`, [id]);
  return id;
}

/** Queues a mail in a transaction of its own. */
export async function queueMail(
  { app }: TestApp,
  accountId: string,
  mail: Partial<OutgoingMail> = {},
): Promise<boolean> {
  return app.get(Database).transaction(() =>
    app.get(Outbox).queue({
      accountId,
      channel: 'email',
      to: 'guest@example.com',
      subject: 'Booked',
      text: 'See you on Monday.',
      dedupeKey: randomUUID(),
      ...mail,
    }),
  );
}

export async function messagesOf({ query }: TestApp, accountId: string): Promise<LoggedMessage[]> {
  return query(`SELECT * FROM messages WHERE account_id = $1 ORDER BY created_at, dedupe_key`, [accountId]);
}
