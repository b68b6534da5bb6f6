import { Injectable } from '@nestjs/common';
import { Logins, type Principal, userTopic } from '../identity';
import { Signals } from '../platform/signals';
import { Inbox } from './inbox';
import { NotificationStore } from './notification.store';

/** Read from the database at once. The next ones are only read when the reader has taken these. */
const AT_ONCE = 20;
/** After which a reader whose stream broke off comes back. */
const RETRY_MS = 3_000;

/** What a stream says, as server-sent events. */
@Injectable()
export class StreamEvents {
  /** Whoever hears nothing for so long (ms) gets a comment, and is checked to be still logged in. */
  beatMs = 15_000;

  constructor(
    private readonly store: NotificationStore,
    private readonly inbox: Inbox,
    private readonly logins: Logins,
    private readonly signals: Signals,
  ) {}

  /**
   * Ends when the reader is logged out, or at `until`.
   * @param after number of the last notification they have; null: only what comes from now on
   */
  async *run(who: Principal, after: number | null, until: AbortSignal): AsyncGenerator<string> {
    const place: Place = { seen: after, unread: null };
    yield `retry: ${RETRY_MS}\n\n`;
    while (!until.aborted) {
      const woken = this.signals.wait(userTopic(who.userId), this.beatMs, until);
      if (!(await this.logins.isAlive(who)) || !(yield* this.news(who, place))) return;
      await woken;
    }
  }

  /** @returns false when the reader was logged out in the middle of it */
  private async *news(who: Principal, place: Place): AsyncGenerator<string, boolean> {
    const { accountId, userId } = who;
    const { last, unread } = await this.store.standing(accountId, userId);
    // A number we never gave out would keep them from ever seeing anything.
    // Whoever begins afresh has the count from the list.
    const known = place.seen === null ? unread : place.unread;
    // A number we never gave out would keep them from ever seeing anything.
    const from = Math.min(place.seen ?? last, last);
    let seen = from;
    while (seen < last) {
      const rows = await this.store.after(accountId, userId, seen, AT_ONCE);
      if (!(await this.logins.isAlive(who))) return false;
      const shown = await this.inbox.show(accountId, rows);
      for (const [index, item] of shown.entries()) yield eventOf(item, { id: rows[index]?.number });
      seen = rows.at(-1)?.number ?? last;
    }
    if (unread !== known) yield eventOf({ unread }, { name: 'unread' });
    else if (seen === from) yield ': still here\n\n';
    Object.assign(place, { seen, unread });
    return true;
  }
}

interface Place {
  seen: number | null;
  unread: number | null;
}

/** JSON has no line breaks, so its text is one line. Without a name it is a `message`, which every reader hears. */
function eventOf(data: object, { id, name }: { id?: number; name?: string }): string {
  const head = [...(id === undefined ? [] : [`id: ${id}`]), ...(name === undefined ? [] : [`event: ${name}`])];
  return [...head, `data: ${JSON.stringify(data)}`, '', ''].join('\n');
}
