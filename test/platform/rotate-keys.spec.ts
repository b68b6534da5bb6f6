import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { build } from '../../scripts/running-programs';
import { SealEntriesJob } from '../../src/audit/seal-entries';
import { Addresses } from '../../src/platform/config';
import { type Rotation, RotateKeys, SealedStore, Secrets, allSealedTexts } from '../../src/platform/crypto';
import { Database } from '../../src/platform/database';
import { ZoomSessions } from '../../src/zoom';
import { ALLOW_CALENDAR_SERVER, type CalendarServer, startCalendarServer } from '../kit/calendar-server';
import { type TestUser, anAccount, anEmail } from '../kit/identity';
import { type TestApp, startTestApp } from '../kit/test-app';
import { callback, connectZoom, consent, requestsTo, startConnect } from '../kit/zoom';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;

describe('rotating the keys that seal', () => {
  const [oldKey, newKey] = [key('old'), key('new')];
  const opened: TestApp[] = [];
  let slotlink: TestApp;
  let elsewhere: CalendarServer;
  beforeEach(async () => {
    elsewhere = await startCalendarServer();
    slotlink = await startTestApp({ env: { SECRET_KEYS: oldKey, ...ALLOW_CALENDAR_SERVER } });
  });
  afterEach(async () => {
    await elsewhere.close();
    for (const instance of opened.splice(0).reverse()) await instance.close();
    await slotlink.close();
  });

  /** Another instance of the same installation. */
  const withKeys = async (...keys: string[]): Promise<TestApp> => {
    const instance = await startTestApp({
      beside: slotlink,
      env: { SECRET_KEYS: keys.join(','), ...ALLOW_CALENDAR_SERVER },
    });
    opened.push(instance);
    return instance;
  };
  const rotate = ({ app }: TestApp) => new RotateKeys(new SealedStore(app.get(Database)), app.get(Secrets)).run();
  const sum = (rotations: Rotation[], what: 'resealed' | 'unreadable' | 'left') =>
    rotations.reduce((total, rotation) => total + rotation[what], 0);
  const asUserOf = ({ http }: TestApp, { token }: TestUser) => ({
    post: (path: string, body: object) => http.post(path).set('authorization', `Bearer ${token}`).send(body),
  });

  /** An entry that waits for its seal is signed by the key of whoever wrote it until then. */
  const sealAudit = (owner: TestUser) => slotlink.app.get(SealEntriesJob).run(owner);

  /** Whatever anywhere in the database has the form of an envelope of that key, but for the audit's signatures: no secrets. */
  async function sealedWith(keyId: string): Promise<string[]> {
    const columns = await slotlink.query<{ table: string; column: string }>(
      `SELECT table_schema || '.' || quote_ident(table_name) AS "table", quote_ident(column_name) AS "column"
       FROM information_schema.columns
       WHERE table_schema IN ('public', 'graphile_worker') AND data_type IN ('text', 'json', 'jsonb')
         AND is_updatable = 'YES' AND table_name NOT LIKE 'audit\\_%'`,
    );
    const found: string[] = [];
    for (const { table, column } of columns) {
      const rows = await slotlink.query(`SELECT FROM ${table} WHERE ${column}::text ~ $1`, [
        `(^|")${keyId}\\.[A-Za-z0-9_-]{38,}($|")`,
      ]);
      found.push(...rows.map(() => `${table}.${column}`));
    }
    return found.sort();
  }

  it('leaves nothing under the old key, which can be removed then, and everything goes on', async () => {
    const owner = await anAccount(slotlink);
    const [rita, leaver] = [await owner.addUser(), await owner.addUser()];
    const zoomEmail = await connectZoom(slotlink, rita);
    const leaversZoom = await connectZoom(slotlink, leaver);
    await leaver.delete('/v1/me/integrations/zoom').expect(204);
    const begun = await startConnect(leaver);
    await leaver.post('/v1/busy-feeds', { url: elsewhere.url }).expect(201);
    const schedule = { name: 'Mornings', timezone: 'Europe/Berlin', rules: [] };
    const asked = await owner.post('/v1/schedules', schedule).set('idempotency-key', 'mornings').expect(201);

    const before = await sealedWith('old');
    const both = await withKeys(newKey, oldKey);
    const rotations = await rotate(both);
    expect(rotations.filter(({ resealed }) => resealed > 0)).toEqual([
      { name: 'busy_feeds.url', resealed: 1, unreadable: 0, left: 0 },
      { name: 'idempotency_keys.answer', resealed: 1, unreadable: 0, left: 0 },
      { name: 'jobs zoom.revoke-tokens, tokens', resealed: 1, unreadable: 0, left: 0 },
      { name: 'zoom_connections.access_token', resealed: 1, unreadable: 0, left: 0 },
      { name: 'zoom_connections.refresh_token', resealed: 1, unreadable: 0, left: 0 },
      // Three sign-ins: two are over, one is under way.
      { name: 'zoom_oauth_states.code_verifier', resealed: 3, unreadable: 0, left: 0 },
    ]);
    expect(sum(rotations, 'left')).toBe(0);
    expect(await sealedWith('old')).toEqual([]);
    expect(await sealedWith('new')).toEqual(before);
    expect(sum(await rotate(both), 'resealed')).toBe(0);

    const alone = await withKeys(newKey);
    // Two instances have one address, by which Zoom knows them.
    alone.app.get(Addresses).publicUrl = slotlink.url;
    await callback(alone, await consent(begun, anEmail('zoom'))).expect(200);
    const again = await asUserOf(alone, owner).post('/v1/schedules', schedule).set('idempotency-key', 'mornings');
    expect([again.status, again.headers['idempotency-replayed'], again.body.id]).toEqual([201, 'true', asked.body.id]);
    const me = await alone.app.get(ZoomSessions).using(rita.userId, async (session) => (await session.me()).email);
    expect(me).toEqual({ state: 'done', result: zoomEmail });
    await slotlink.clock.advance(2 * 3_600_000);
    const refreshed = await alone.app
      .get(ZoomSessions)
      .using(rita.userId, async (session) => (await session.me()).email);
    expect(refreshed).toEqual({ state: 'done', result: zoomEmail });
    await alone.drainJobs();
    expect(await requestsTo(alone, leaversZoom, 'POST /oauth/revoke')).toHaveLength(1);
    expect(elsewhere.requests.length).toBeGreaterThan(0);
  });

  it('goes on where it was cut off, by several at once, and replaces nothing that has changed since', async () => {
    const owner = await anAccount(slotlink);
    await slotlink.query(
      `INSERT INTO zoom_oauth_states (state_hash, account_id, user_id, actor_id, return_to, code_verifier, expires_at)
       SELECT 'state-' || n, $1, $2, $2, 'profile', 'unset', now() FROM generate_series(1, 450) n`,
      [owner.accountId, owner.userId],
    );
    const [states] = allSealedTexts().filter(({ name }) => name === 'zoom_oauth_states.code_verifier');
    const { app } = slotlink;
    const rows = await slotlink.query<{ hash: string }>(`SELECT state_hash AS hash FROM zoom_oauth_states`);
    for (const { hash } of rows) {
      await slotlink.query(`UPDATE zoom_oauth_states SET code_verifier = $2 WHERE state_hash = $1`, [
        hash,
        app.get(Secrets).seal(`verifier of ${hash}`, states!.place(hash)),
      ]);
    }
    const both = await withKeys(newKey, oldKey);
    const store = new SealedStore(both.app.get(Database));
    const [first] = await store.otherwiseSealed(states!, 'new', null, 1);
    const won = both.app.get(Secrets).seal('changed meanwhile', states!.place(...first!.placeKey));
    expect(await store.replace(states!, first!, won)).toBe(true);
    expect(await store.replace(states!, first!, 'too late')).toBe(false);

    const runs = await Promise.all([rotate(both), rotate(both), rotate(both)]);
    expect(runs.reduce((total, run) => total + sum(run, 'resealed'), 0)).toBe(449);
    expect(runs.map((run) => sum(run, 'unreadable'))).toEqual([0, 0, 0]);
    const after = await slotlink.query<{ hash: string; sealed: string }>(
      `SELECT state_hash AS hash, code_verifier AS sealed FROM zoom_oauth_states`,
    );
    const texts = after.map(({ hash, sealed }) => both.app.get(Secrets).unseal(sealed, states!.place(hash)));
    expect(texts.filter((text) => text === 'changed meanwhile')).toHaveLength(1);
    expect(texts.filter((text) => text.startsWith('verifier of state-'))).toHaveLength(449);
  });

  describe('by its program', () => {
    beforeAll(() => {
      build();
    });

    const program = (...keys: string[]) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(__dirname, '../../dist/scripts/rotate-keys.js')],
        {
          env: { DATABASE_URL: slotlink.databaseUrl, SECRET_KEYS: keys.join(','), DATA_DIR: slotlink.dataDir },
          encoding: 'utf8',
        },
      );
      return { status, said: stdout + stderr };
    };

    it('says what it did, and refuses to call it done while something cannot be opened', async () => {
      const rita = await anAccount(slotlink);
      await connectZoom(slotlink, rita);
      await sealAudit(rita);
      const tokens = () =>
        slotlink.query(`SELECT access_token, refresh_token FROM zoom_connections WHERE user_id = $1`, [rita.userId]);
      const before = await tokens();

      const lost = program(newKey);
      expect(lost.status).toBe(1);
      expect(lost.said).toContain('zoom_connections.access_token: 0 sealed anew, 1 cannot be opened, 1 left');
      expect(lost.said).toContain('Remove no key yet.');
      expect(await tokens()).toEqual(before);

      const done = program(newKey, oldKey);
      expect(done.said).toContain('zoom_connections.access_token: 1 sealed anew, 0 cannot be opened, 0 left');
      expect(done.said).toContain('Everything is sealed with new.');
      expect(done.said).toContain('old may be removed');
      expect(done.status).toBe(0);
      for (const secret of [oldKey, newKey]) expect(done.said).not.toContain(secret.split(':')[1]);

      expect(program(newKey).status).toBe(0);
    });

    it.each(['new:short', 'same:' + 'A'.repeat(43) + '=,same:' + 'B'.repeat(43) + '='])(
      'takes no keys such as %s',
      (keys) => {
        const { status, said } = program(keys);
        expect(status).toBe(1);
        expect(said).toMatch(/^SECRET_KEYS: /m);
      },
    );
  });
});
