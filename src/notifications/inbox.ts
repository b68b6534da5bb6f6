import { Injectable } from '@nestjs/common';
import { type Principal, userTopic } from '../identity';
import { MessageStore } from '../messaging';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { NotFound, type Page, pageOf } from '../platform/http';
import { Signals } from '../platform/signals';
import type { NotificationRow } from './notification.entity';
import { NotificationStore } from './notification.store';
import { type NotificationJson, type NotificationsQuery, toNotification } from './notifications.dto';

/** What a person was told, and what of it they have read. */
@Injectable()
export class Inbox {
  constructor(
    private readonly db: Database,
    private readonly store: NotificationStore,
    private readonly messages: MessageStore,
    private readonly signals: Signals,
    private readonly clock: Clock,
  ) {}

  /** The message with this ID holds the words. In its transaction. */
  async add(row: Pick<NotificationRow, 'id' | 'accountId' | 'userId' | 'kind' | 'calendarId'>): Promise<void> {
    await this.store.insert({ ...row, createdAt: this.clock.now() });
    await this.signals.send(userTopic(row.userId));
  }

  /** Newest first. */
  async list(who: Principal, query: NotificationsQuery): Promise<Page<NotificationJson> & ReturnType<typeof counted>> {
    // First: whoever goes on from here with the stream misses nothing, and at worst sees something twice.
    const standing = await this.store.standing(who.accountId, who.userId);
    const rows = await this.store.page(who.accountId, who.userId, query.unread === 'true', query);
    const { items, nextCursor } = pageOf(rows, query, ({ createdAt, id }) => ({ at: createdAt, id }), same);
    return { items: await this.show(who.accountId, items), nextCursor, ...counted(standing) };
  }

  /** In the same order. */
  async show(accountId: string, rows: NotificationRow[]): Promise<NotificationJson[]> {
    const messages = await this.messages.byIds(
      accountId,
      rows.map(({ id }) => id),
    );
    const byId = new Map(messages.map((message) => [message.id, message]));
    return rows.flatMap((row) => {
      const message = byId.get(row.id);
      return message ? [toNotification(row, message)] : [];
    });
  }

  /** @throws NotFound when it is not theirs */
  async read({ accountId, userId }: Principal, id: string): Promise<void> {
    const isNew = await this.markRead(accountId, userId, id);
    if (!isNew && !(await this.store.exists(accountId, userId, id))) throw NotFound('You have no such notification.');
  }

  async readAll({ accountId, userId }: Principal): Promise<void> {
    await this.markRead(accountId, userId);
  }

  /** Whoever has another window open sees it there. @returns whether anything was unread */
  private async markRead(accountId: string, userId: string, id?: string): Promise<boolean> {
    return this.db.transaction(async () => {
      const count = await this.store.markRead(accountId, userId, this.clock.now(), id);
      if (count > 0) await this.signals.send(userTopic(userId));
      return count > 0;
    });
  }
}

const same = (row: NotificationRow) => row;

function counted({ last, unread }: { last: number; unread: number }) {
  return { unread, lastEventId: String(last) };
}
