import { Injectable } from '@nestjs/common';
import { In, IsNull, MoreThan } from 'typeorm';
import { Database } from '../platform/database';
import { type PageQuery, positionOf } from '../platform/http';
import { NotificationEntity, type NotificationRow } from './notification.entity';

export interface Standing {
  /** The number of the newest notification; 0: there is none. */
  last: number;
  unread: number;
}

@Injectable()
export class NotificationStore {
  constructor(private readonly db: Database) {}

  /** Gives it the next number, and keeps others of the same person waiting until the transaction ends. */
  async insert(row: Omit<NotificationRow, 'number' | 'readAt'>): Promise<void> {
    const inbox = await this.db.queryOne<{ number: number }>(
      `INSERT INTO inboxes (account_id, user_id, last_number) VALUES ($1, $2, 1)
       ON CONFLICT (account_id, user_id) DO UPDATE SET last_number = inboxes.last_number + 1
       RETURNING last_number AS number`,
      [row.accountId, row.userId],
    );
    await this.notifications.insert({ ...row, number: inbox?.number, readAt: null });
  }

  async standing(accountId: string, userId: string): Promise<Standing> {
    const found = await this.db.queryOne<Standing>(
      `SELECT coalesce((SELECT last_number FROM inboxes WHERE account_id = $1 AND user_id = $2), 0) AS last,
              (SELECT count(*)::integer FROM notifications
               WHERE account_id = $1 AND user_id = $2 AND read_at IS NULL) AS unread`,
      [accountId, userId],
    );
    return found ?? { last: 0, unread: 0 };
  }

  /** Newest first; one more than the page holds. */
  page(accountId: string, userId: string, unread: boolean, page: PageQuery): Promise<NotificationRow[]> {
    const after = positionOf(page);
    const query = this.notifications
      .createQueryBuilder('n')
      .where('n.account_id = :accountId AND n.user_id = :userId', { accountId, userId })
      .orderBy('n.number', 'DESC')
      .limit(page.limit + 1);
    if (unread) query.andWhere('n.read_at IS NULL');
    if (after) {
      // Several may be of the same instant; their numbers say which came first.
      const number = `SELECT number FROM notifications WHERE account_id = :accountId AND user_id = :userId AND id = :id`;
      query.andWhere(`n.number < (${number})`, after);
    }
    return query.getMany();
  }

  /** Those with higher numbers, oldest first. */
  after(accountId: string, userId: string, number: number, limit: number): Promise<NotificationRow[]> {
    return this.notifications.find({
      where: { accountId, userId, number: MoreThan(number) },
      order: { number: 'ASC' },
      take: limit,
    });
  }

  exists(accountId: string, userId: string, id: string): Promise<boolean> {
    return this.notifications.existsBy({ accountId, userId, id });
  }

  /** @returns how many were unread until now */
  async markRead(accountId: string, userId: string, at: Date, id?: string): Promise<number> {
    const which = { accountId, userId, readAt: IsNull(), ...(id === undefined ? {} : { id }) };
    const { affected } = await this.notifications.update(which, { readAt: at });
    return affected ?? 0;
  }

  /** Their words are those of messages, which go by themselves. @returns how many */
  async removeOf(accountId: string, userIds: string[]): Promise<number> {
    const { affected } = await this.notifications.delete({ accountId, userId: In(userIds) });
    return affected ?? 0;
  }

  /** Those from before that. @returns their IDs */
  async forget(before: Date, limit: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `DELETE FROM notifications WHERE id IN (
         SELECT id FROM notifications WHERE created_at < $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [before, limit],
    );
    return rows.map(({ id }) => id);
  }

  private get notifications() {
    return this.db.repository(NotificationEntity);
  }
}
