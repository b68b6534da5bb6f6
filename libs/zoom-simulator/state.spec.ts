import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startZoomSimulator } from './index';
import { startApp, tokensOf, type Body } from './test-kit';

describe('the state', () => {
  let folder: string;
  let stateFile: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zoom-simulator-'));
    stateFile = join(folder, 'below', 'zoom-simulator.json');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('outlives a process that was never told to end', async () => {
    const before = await startApp({ stateFile });
    const tokens = await before.connect('rep@example.com');
    const created = await Promise.all(
      Array.from({ length: 20 }, (_, index) => tokens.api('POST', '/users/me/meetings', { topic: `m${index}` })),
    );
    // Not closed: what was answered is on disk already, as after kill -9.
    const after = await startApp({ stateFile });
    const again = tokensOf(after.simulator, { access_token: tokens.access });
    for (const { body } of created) {
      expect((await again.api('GET', `/meetings/${String(body.id)}`)).body.topic).toBe(body.topic);
    }
    expect((await after.sim('GET', 'quota?email=rep@example.com')).body.used).toBe(20);
    const link: string = (await again.api('GET', `/meetings/${String(created[0]?.body.id)}`)).body.join_url;
    expect(link.startsWith(after.simulator.url)).toBe(true);
    await after.simulator.close();
    await before.simulator.close();
  });

  it('keeps the requests, also of a process that died while it wrote one down', async () => {
    const before = await startApp({ stateFile });
    const tokens = await before.connect('rep@example.com');
    await tokens.api('POST', '/users/me/meetings', { topic: 'Kept' });
    await tokens.api('DELETE', '/meetings/1');
    const logged: Body[] = (await before.sim('GET', 'requests')).body;
    expect(logged.slice(-2)).toMatchObject([
      { method: 'POST', body: { topic: 'Kept' }, status: 201 },
      { method: 'DELETE', status: 404 },
    ]);
    await appendFile(`${stateFile}.requests`, '[999,{"at":"20');
    const after = await startApp({ stateFile });
    expect((await after.sim('GET', 'requests')).body).toEqual(logged);
    await tokensOf(after.simulator, { access_token: tokens.access }).api('GET', '/users/me');
    const again = await startApp({ stateFile });
    expect((await again.sim('GET', 'requests')).body).toHaveLength(logged.length + 1);
    await again.sim('DELETE', 'requests');
    const emptied = await startApp({ stateFile });
    expect((await emptied.sim('GET', 'requests')).body).toEqual([]);
    for (const { simulator } of [emptied, again, after, before]) await simulator.close();
  });

  it('holds every meeting as it was last shown', async () => {
    const before = await startApp({ stateFile });
    const tokens = await before.connect('rep@example.com');
    const make = async (body: object): Promise<number> =>
      (await tokens.api('POST', '/users/me/meetings', { settings: { approval_type: 1 }, ...body })).body.id;
    const ids = [await make({}), await make({ type: 8, recurrence: { type: 1, end_times: 3 } }), await make({})];
    const [changed, series, deleted] = ids.map((id) => `meetings/${id}`);
    const guest = { email: 'a@b.c', first_name: 'A' };
    const { body } = await tokens.api('POST', `/${changed}/registrants`, guest);
    await tokens.api('POST', `/${changed}/registrants`, { ...guest, email: 'b@b.c' });
    await tokens.api('DELETE', `/${changed}/registrants/${String(body.registrant_id)}`);
    await tokens.api('PATCH', `/${changed}`, { topic: 'New' });
    await before.sim('POST', `${changed}/start`);
    const { occurrences } = (await tokens.api('GET', `/${series}`)).body;
    await tokens.api('DELETE', `/${series}?occurrence_id=${String(occurrences[1].occurrence_id)}`);
    await before.sim('DELETE', String(deleted));
    const shown: Body[] = (await before.sim('GET', 'meetings')).body;
    const after = await startApp({ stateFile });
    const strip = (meetings: Body[]) => meetings.map((meeting) => ({ ...meeting, joinUrl: '' }));
    expect(strip((await after.sim('GET', 'meetings')).body)).toEqual(strip(shown));
    expect(shown).toMatchObject([
      { status: 'started', registrants: [{}] },
      { occurrences: [{}, {}, {}] },
      { deleted: true },
    ]);
    await after.simulator.close();
    await before.simulator.close();
  });

  it('is readable by its owner only, and keeps webhooks and the refresh token', async () => {
    const before = await startApp({ stateFile });
    const tokens = await before.connect('rep@example.com');
    await before.sim('POST', 'webhooks', { url: 'http://127.0.0.1:1/', secret: 's' });
    await before.simulator.close();
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600);
    const after = await startApp({ stateFile });
    expect((await after.sim('GET', 'webhooks')).body).toEqual([{ url: 'http://127.0.0.1:1/' }]);
    const answer = await after.token({ grant_type: 'refresh_token', refresh_token: tokens.refresh });
    expect(answer.status).toBe(200);
    await after.simulator.close();
  });

  it('refuses a file it cannot read, and leaves it as it is', async () => {
    stateFile = join(folder, 'broken.json');
    await writeFile(stateFile, '{"version":1');
    await expect(startZoomSimulator({ port: 0, stateFile })).rejects.toThrow('move the file away');
    expect(await readFile(stateFile, 'utf8')).toBe('{"version":1');
  });

  it('says in a sentence that the port is taken', async () => {
    const { simulator } = await startApp();
    await expect(startZoomSimulator({ port: simulator.port })).rejects.toThrow(
      `The Zoom simulator cannot listen: port ${simulator.port} on 127.0.0.1 is in use`,
    );
    await simulator.close();
  });

  it('has an account for everyone, unless told otherwise', async () => {
    const app = await startApp();
    await app.sim('POST', 'users', { email: 'A@example.com', type: 1, displayName: 'Ann' });
    await app.sim('POST', 'users', { email: 'b@example.com', accountId: 'other' });
    await app.sim('POST', 'users', { email: 'a@example.com', newEmail: 'ann@example.com' });
    const users: Body[] = (await app.sim('GET', 'users')).body;
    expect(users).toMatchObject([
      { email: 'ann@example.com', type: 1, displayName: 'Ann' },
      { email: 'b@example.com', type: 2, accountId: 'other' },
    ]);
    await app.simulator.close();
  });

  test.each<[string, string, unknown, number]>([
    ['POST', 'users', {}, 400],
    ['POST', 'users', { email: 'no address' }, 400],
    ['POST', 'users', { email: 'a@b.c', type: 3 }, 400],
    ['POST', 'users', { email: 'a@b.c', scopes: [1] }, 400],
    ['POST', 'users', '[]', 400],
    ['POST', 'meetings', { email: 'nobody@b.c' }, 404],
    ['POST', 'faults', { kind: 'earthquake' }, 400],
    ['POST', 'faults', { kind: 'reset', path: '(' }, 400],
    ['POST', 'faults', { kind: 'status', status: 99 }, 400],
    ['POST', 'quota', { email: 'a@b.c', used: 1 }, 404],
    ['POST', 'clock', { now: 'noon' }, 400],
    ['POST', 'webhooks', { url: 'ftp://x', secret: 's' }, 400],
    ['POST', 'events', {}, 400],
    ['POST', 'limits', { qps: 1 }, 400],
    ['DELETE', 'meetings/12345678901', undefined, 404],
    ['GET', 'constructor', undefined, 404],
  ])('control answers %s %s %p with %i and an error', async (method, path, body, status) => {
    const app = await startApp();
    const answer = await app.sim(method, path, body);
    expect([answer.status, typeof answer.body.error]).toEqual([status, 'string']);
    await app.simulator.close();
  });
});
