import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import type { PageQuery } from '../platform/http';
import { positionOf } from '../platform/http';
import { Channel, MessageRow, MessageState } from './message.entity';

/** Which messages to look at; absent: all. */
export interface MessageFilter {
  appointmentId?: string;
  channel?: Channel;
  state?: MessageState;
}

/** Which waiting messages to take back. */
export type MessageSelection =
  { appointmentId: string; dedupeKeyPrefix?: string } | { appointmentId?: string; dedupeKeyPrefix: string };

/** One that is born `delivered` was sent there and then. */
export type NewMessage = Omit<MessageRow, 'attempts' | 'leaseUntil' | 'sentAt' | 'createdAt'>;

/** A message taken up for sending. Its `attempts` is the token with which the outcome must be written. */
export type ClaimedMessage = MessageRow;

@Injectable()
export class MessageStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** @returns whether it is new, or false when one with its dedupe key is there */
  async insert(message: NewMessage): Promise<boolean> {
    const createdAt = this.clock.now();
    const sentAt = message.state === 'delivered' ? createdAt : null;
    const inserted = await this.db
      .repository(MessageRow)
      .createQueryBuilder()
      .insert()
      .values({ ...message, attempts: 0, leaseUntil: null, sentAt, createdAt })
      .orIgnore('("account_id", "dedupe_key")')
      .returning('id')
      .execute();
    return (inserted.raw as unknown[]).length > 0;
  }

  /**
   * Takes the message up for sending for `leaseMs`, when it is queued or whoever had it gave no sign since.
   * @returns null when there is nothing to send (any more), `busy` when somebody else has it now
   */
  async claim(accountId: string, id: string, leaseMs: number): Promise<ClaimedMessage | 'busy' | null> {
    const claimed = await this.db.query(
      `UPDATE messages
       SET state = 'sending', attempts = attempts + 1, lease_until = now() + make_interval(secs => $3)
       WHERE account_id = $1 AND id = $2 AND (state = 'queued' OR (state = 'sending' AND lease_until <= now()))
       RETURNING id`,
      [accountId, id, leaseMs / 1000],
    );
    const row = await this.db.repository(MessageRow).findOneBy({ accountId, id });
    if (claimed.length > 0) return row;
    return row?.state === 'sending' ? 'busy' : null;
  }

  /**
   * Writes what became of a claimed message, unless its lease ran out and somebody else took it up. What will not leave
   * again needs no secret.
   */
  async settle(
    { accountId, id, attempts }: ClaimedMessage,
    state: 'queued' | 'sent' | 'failed',
    why: string | null,
  ): Promise<void> {
    const over = state === 'queued' ? {} : { secret: null };
    await this.db
      .repository(MessageRow)
      .update(
        { accountId, id, attempts, state: 'sending' },
        { state, why, leaseUntil: null, sentAt: state === 'sent' ? this.clock.now() : null, ...over },
      );
  }

  /**
   * What a crash left half sent is not sent again either, but nobody knows whether it had left: `unknown`.
   * @returns how many were taken back for certain
   */
  async skip(accountId: string, { appointmentId, dedupeKeyPrefix }: MessageSelection, why: string): Promise<number> {
    const changed = await this.db.query<{ state: string }>(
      `UPDATE messages SET state = CASE state WHEN 'queued' THEN 'skipped' ELSE 'unknown' END, why = $4, lease_until = NULL,
         secret = NULL
       WHERE account_id = $1 AND (state = 'queued' OR (state = 'sending' AND lease_until <= now()))
         AND ($2::uuid IS NULL OR appointment_id = $2) AND ($3::text IS NULL OR starts_with(dedupe_key, $3))
       RETURNING state`,
      [accountId, appointmentId ?? null, dedupeKeyPrefix ?? null, why],
    );
    return changed.filter(({ state }) => state === 'skipped').length;
  }

  /** What left, or never will, before that; in-app messages go with their notifications. @returns how many */
  async forgetSent(before: Date, limit: number): Promise<number> {
    const forgotten = await this.db.query(
      `DELETE FROM messages WHERE id IN (
         SELECT id FROM messages WHERE created_at < $1 AND channel <> 'in_app' AND state NOT IN ('queued', 'sending')
         ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [before, limit],
    );
    return forgotten.length;
  }

  async forget(ids: string[]): Promise<void> {
    await this.db.query(`DELETE FROM messages WHERE id = ANY($1)`, [ids]);
  }

  /** Those of the IDs there are, in no order. */
  async byIds(accountId: string, ids: string[]): Promise<MessageRow[]> {
    return this.db.repository(MessageRow).findBy({ accountId, id: In(ids) });
  }

  /** Newest first; one more than the page holds. */
  async list(
    accountId: string,
    { appointmentId, channel, state }: MessageFilter,
    page: PageQuery,
  ): Promise<MessageRow[]> {
    const after = positionOf(page);
    const query = this.db
      .repository(MessageRow)
      .createQueryBuilder('m')
      .where({ accountId, ...defined({ appointmentId, channel, state }) })
      .orderBy({ 'm.createdAt': 'DESC', 'm.id': 'DESC' })
      .limit(page.limit + 1);
    if (after) query.andWhere('(m.createdAt, m.id) < (:at, :id)', after);
    return query.getMany();
  }
}

/** TypeORM takes undefined for a mistake, not for "any". */
function defined(filter: MessageFilter): MessageFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
