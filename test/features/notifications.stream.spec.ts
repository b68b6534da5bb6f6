import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import supertest from 'supertest';
import { StreamEvents } from '../../src/notifications/stream-events';
import { anAccount, logIn, PASSWORD, type TestUser } from '../kit/identity';
import { inboxOf, notify, openStream, type OpenStream } from '../kit/notifications';
import { startTestApp, type TestApp } from '../kit/test-app';

describe('the stream of notifications', () => {
  let slotlink: TestApp;
  let beside: TestApp;
  let owner: TestUser;
  let rep: TestUser;
  const opened: OpenStream[] = [];
  const open = async (...args: Parameters<typeof openStream>) => {
    const stream = await openStream(...args);
    opened.push(stream);
    return stream;
  };

  beforeAll(async () => {
    slotlink = await startTestApp();
    beside = await startTestApp({ beside: slotlink });
    owner = await anAccount(slotlink);
  });
  afterAll(async () => {
    await beside.close();
    await slotlink.close();
  });
  beforeEach(async () => {
    rep = await owner.addUser({ name: 'Rita Rep' });
  });
  afterEach(() => {
    for (const stream of opened.splice(0)) stream.close();
  });

  it('brings what is new to every window, on every instance', async () => {
    await notify(slotlink, rep, { title: 'Before' });
    const windows = [await open(slotlink, rep), await open(slotlink, rep), await open(beside, rep)];
    await notify(beside, rep, { title: 'Now' });
    const [item] = await inboxOf(rep);
    for (const window of windows) {
      expect(await window.next()).toEqual({ name: 'message', id: '2', data: item });
      expect(await window.next()).toMatchObject({ name: 'unread', data: { unread: 2 } });
    }
  });

  it('keeps the count the same in all windows', async () => {
    await notify(slotlink, rep);
    const window = await open(beside, rep);
    await rep.post('/v1/me/notifications/read-all').expect(204);
    expect(await window.next()).toEqual({ name: 'unread', id: null, data: { unread: 0 } });
  });

  it('goes on where another one ended, on another instance, and misses nothing', async () => {
    const first = await open(slotlink, rep);
    await notify(slotlink, rep, { title: 'Seen' });
    const seen = await first.nextOf('message');
    first.close();
    const titles = Array.from({ length: 45 }, (_, index) => `Missed ${index}`);
    for (const title of titles) await notify(slotlink, rep, { title });
    const second = await open(beside, rep, seen?.id ?? '');
    const got: unknown[] = [];
    while (got.length < titles.length) got.push((await second.nextOf('message'))?.data.title);
    expect(got).toEqual(titles);
  });

  it('goes on where the list ends', async () => {
    await notify(slotlink, rep, { title: 'Listed' });
    const { body } = await rep.get('/v1/me/notifications').expect(200);
    await notify(slotlink, rep, { title: 'Later' });
    const window = await open(slotlink, rep, body.lastEventId as string);
    expect(await window.nextOf('message')).toMatchObject({ id: '2', data: { title: 'Later' } });
  });

  it('begins with what is new for whoever names an event of the future', async () => {
    await notify(slotlink, rep);
    const window = await open(slotlink, rep, '999999999999999');
    expect(await window.next()).toMatchObject({ name: 'unread', data: { unread: 1 } });
    await notify(slotlink, rep, { title: 'Still seen' });
    expect(await window.nextOf('message')).toMatchObject({ data: { title: 'Still seen' } });
  });

  it.each(['x', '-1', '1.5', '1e3', '0x10', '9'.repeat(16), '1, 2', "1'; DROP TABLE inboxes; --", 'é'])(
    'refuses %j as Last-Event-ID',
    async (lastEventId) => {
      const { body } = await rep.get('/v1/me/notifications/stream').set('last-event-id', lastEventId).expect(422);
      expect(body.errors).toEqual([{ pointer: 'Last-Event-ID', detail: expect.any(String) }]);
    },
  );

  it('shows each of many told at the same time exactly once, in order', async () => {
    const window = await open(beside, rep);
    const count = 30;
    await Promise.all(
      Array.from({ length: count }, (_, index) => notify(index % 2 ? slotlink : beside, rep, { title: String(index) })),
    );
    const events = [];
    while (events.length < count) events.push(await window.nextOf('message'));
    expect(events.map((event) => event?.id)).toEqual(Array.from({ length: count }, (_, index) => String(index + 1)));
    expect(new Set(events.map((event) => event?.data.title)).size).toBe(count);
  });

  it("brings nothing of others, nor of one's other accounts", async () => {
    const window = await open(slotlink, rep);
    const stranger = await anAccount(slotlink);
    await slotlink.query(
      `INSERT INTO memberships (account_id, user_id, role, created_at) VALUES ($1, $2, 'member', now())`,
      [stranger.accountId, rep.userId],
    );
    await notify(slotlink, owner, { title: "The owner's" });
    await notify(slotlink, { accountId: stranger.accountId, userId: rep.userId }, { title: "The other account's" });
    await notify(slotlink, rep, { title: 'Theirs' });
    expect(await window.nextOf('message')).toMatchObject({ id: '1', data: { title: 'Theirs' } });
  });

  describe('ends', () => {
    it('at logout, on every instance', async () => {
      const windows = [await open(slotlink, rep), await open(beside, rep)];
      await rep.post('/v1/auth/logout').expect(204);
      for (const window of windows) expect(await window.next()).toBeNull();
    });

    it('for the other logins when the password changes', async () => {
      const window = await open(beside, rep);
      const other = await logIn(slotlink, rep.email);
      await other.post('/v1/me/password', { currentPassword: PASSWORD, newPassword: 'another good one' }).expect(204);
      expect(await window.next()).toBeNull();
    });

    it('when the membership does', async () => {
      const window = await open(slotlink, rep);
      await owner.delete(`/v1/users/${rep.userId}`).expect(204);
      expect(await window.next()).toBeNull();
    });

    it('with the token, and shows nothing that came after it', async () => {
      const mayfly = await anAccount(slotlink);
      const window = await open(slotlink, mayfly);
      await slotlink.query(`UPDATE sessions SET expires_at = $2 WHERE user_id = $1`, [
        mayfly.userId,
        slotlink.clock.now(),
      ]);
      await notify(slotlink, mayfly, { title: 'Too late' });
      expect(await window.next()).toBeNull();
    });

    it('when the server does, though a reader takes nothing', async () => {
      const ending = await startTestApp({ beside: slotlink });
      const window = await open(ending, rep);
      const stuck = await deafReader(ending, rep);
      await ending.close();
      expect(await window.next()).toBeNull();
      stuck.destroy();
    });
  });

  it('breaks off in the middle of much, and goes on elsewhere', async () => {
    const count = 60;
    const body = 'x'.repeat(20_000);
    for (let index = 0; index < count; index += 1) await notify(slotlink, rep, { title: String(index), body });
    const ending = await startTestApp({ beside: slotlink });
    const windows = await Promise.all(Array.from({ length: 10 }, () => open(ending, rep, '0')));
    const firsts = await Promise.all(windows.map((window) => window.nextOf('message')));
    const closing = ending.close();
    for (const [index, window] of windows.entries()) {
      let last = firsts[index]!;
      for (let event = await window.nextOf('message'); event; event = await window.nextOf('message')) {
        expect(Number(event.id)).toBe(Number(last.id) + 1);
        last = event;
      }
      if (last.id === String(count)) continue;
      const next = await open(slotlink, rep, last.id!);
      expect((await next.nextOf('message'))?.id).toBe(String(Number(last.id) + 1));
    }
    await closing;
  });

  it('gives a sign of life when there is nothing to say', async () => {
    const events = beside.app.get(StreamEvents);
    const usual = events.beatMs;
    events.beatMs = 1;
    try {
      const window = await open(beside, rep);
      while (window.comments.length === 0) {
        await notify(slotlink, rep);
        await window.nextOf('message');
      }
      expect(window.comments[0]).toBe(': still here');
    } finally {
      events.beatMs = usual;
    }
  });

  it('is bounded in number, and a window that closes makes room', async () => {
    const windows: OpenStream[] = [];
    for (let index = 0; index < 20; index += 1) windows.push(await open(slotlink, rep));
    const { body, headers } = await rep.get('/v1/me/notifications/stream').expect(429);
    expect(body.type).toMatch(/too-many-streams$/);
    expect(headers['retry-after']).toBe('30');
    await open(slotlink, owner);
    windows[0]!.close();
    let status = 429;
    while (status === 429) ({ status } = await headOrStream(slotlink, rep, opened));
    expect(status).toBe(200);
  });

  it('opens nothing for HEAD', async () => {
    for (let index = 0; index < 25; index += 1) {
      const response = await supertest(slotlink.url)
        .head('/v1/me/notifications/stream')
        .set('authorization', `Bearer ${rep.token}`);
      expect(response.status).toBe(200);
    }
    await open(slotlink, rep);
  });

  it('carries what every answer does', async () => {
    const abort = new AbortController();
    const response = await fetch(`${slotlink.url}/v1/me/notifications/stream`, {
      headers: { authorization: `Bearer ${rep.token}` },
      signal: abort.signal,
    });
    abort.abort();
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  it('does not read for a reader who takes nothing', async () => {
    const count = 200;
    const body = 'x'.repeat(100_000);
    for (let index = 0; index < count; index += 1) await notify(slotlink, rep, { body });
    const server = slotlink.app.getHttpServer();
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const stuck = await deafReader(slotlink, rep, '0');
    const [socket] = await accepted;
    while (!socket.writableNeedDrain) await new Promise(setImmediate);
    // By the time that another one has everything, so would this one.
    const window = await open(slotlink, rep, '0');
    for (let index = 0; index < count; index += 1) await window.nextOf('message');
    expect(socket.writableLength).toBeLessThan(500_000);
    stuck.destroy();
  });
});

/** Whoever asks for the stream and then reads nothing of it. */
async function deafReader({ url }: TestApp, { token }: TestUser, lastEventId?: string) {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  const resume = lastEventId === undefined ? '' : `Last-Event-ID: ${lastEventId}\r\n`;
  socket.write(
    `GET /v1/me/notifications/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n${resume}\r\n`,
  );
  return socket;
}

async function headOrStream(slotlink: TestApp, user: TestUser, opened: OpenStream[]): Promise<{ status: number }> {
  try {
    opened.push(await openStream(slotlink, user));
    return { status: 200 };
  } catch {
    return { status: 429 };
  }
}
