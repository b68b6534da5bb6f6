import { randomUUID } from 'node:crypto';
import { type NewNotification, Notifications } from '../../src/notifications';
import { Database } from '../../src/platform/database';
import type { TestUser } from './identity';
import type { TestApp } from './test-app';

/** A notification as the API answers it. */
export interface TestNotification {
  id: string;
  kind: string;
  title: string;
  body: string;
  appointmentId: string | null;
  calendarId: string | null;
  createdAt: string;
  readAt: string | null;
}

/** Tells somebody something, in a transaction of its own. @returns whether it was new to them */
export function notify(
  { app }: TestApp,
  { accountId, userId }: Pick<TestUser, 'accountId' | 'userId'>,
  overrides: Partial<NewNotification> = {},
): Promise<boolean> {
  return app.get(Database).transaction(() =>
    app.get(Notifications).notify({
      ...{ accountId, userId, kind: 'test.said', title: 'News', body: 'There is news.' },
      dedupeKey: randomUUID(),
      ...overrides,
    }),
  );
}

/** What somebody finds, newest first. */
export async function inboxOf(user: TestUser, query = ''): Promise<TestNotification[]> {
  const { body } = await user.get(`/v1/me/notifications${query}`).expect(200);
  return body.items as TestNotification[];
}

export interface StreamEvent {
  name: string;
  id: string | null;
  data: Record<string, unknown>;
}

/** Somebody's window with the stream open. */
export interface OpenStream {
  /** The next event, or null when the stream ended. */
  next(): Promise<StreamEvent | null>;
  /** The next of that name; others are passed over. */
  nextOf(name: string): Promise<StreamEvent | null>;
  /** Comments so far. */
  comments: string[];
  close(): void;
}

/** Opens it. Without a last event it begins with a comment, after which whatever happens is sure to come. */
export async function openStream(
  { url }: Pick<TestApp, 'url'>,
  { token }: Pick<TestUser, 'token'>,
  lastEventId?: string,
): Promise<OpenStream> {
  const abort = new AbortController();
  const response = await fetch(`${url}/v1/me/notifications/stream`, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    signal: abort.signal,
  });
  if (response.status !== 200) throw new Error(`The stream was answered ${response.status}: ${await response.text()}`);
  const comments: string[] = [];
  const events = eventsOf(response.body as ReadableStream<Uint8Array>);
  if (lastEventId === undefined) await events.next();
  const next = async (): Promise<StreamEvent | null> => {
    const { value } = await events.next();
    if (typeof value !== 'string') return value ?? null;
    comments.push(value);
    return next();
  };
  const nextOf = async (name: string) => {
    for (;;) {
      const event = await next();
      if (event === null || event.name === name) return event;
    }
  };
  return {
    next,
    nextOf,
    comments,
    close: () => {
      abort.abort();
    },
  };
}

/** Events, and comments as they are. */
async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent | string, undefined> {
  const decoder = new TextDecoder();
  let buffer = '';
  for await (const bytes of body) {
    buffer += decoder.decode(bytes, { stream: true });
    const blocks = buffer.split('\n\n');
    buffer = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]);
      const { event = 'message', id = null, data } = Object.fromEntries(lines) as Record<string, string | undefined>;
      if (block.startsWith(':')) yield block;
      else if (data !== undefined) yield { name: event, id, data: JSON.parse(data) as StreamEvent['data'] };
    }
  }
}
