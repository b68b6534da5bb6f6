import fs from 'node:fs';
import { ZoomConnectionRow } from '../../src/zoom/zoom-connection.entity';
import { TokenVault } from '../../src/zoom/token-vault';
import { Database } from '../../src/platform/database';
import { addKey } from '../kit/api-keys';
import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { pathsOf } from '../kit/guests';
import { anAccount, logIn, type TestUser } from '../kit/identity';
import { actAs } from '../kit/login-as';
import { aZoomCalendar, zoomFails, zoomRecovers } from '../kit/meetings';
import { accept, invite, mailedToken } from '../kit/people';
import { startTestApp, type TestApp } from '../kit/test-app';
import { deliver } from '../kit/webhooks';
import { callback, connectZoom, consent, simulator, startConnect } from '../kit/zoom';

/** What must be told to nobody, by what it is. */
type Told = Map<string, string>;

/** Where a secret has to stand in the clear, and why. */
const MAY_STAND: Record<string, string> = {
  'messages.body': 'the mail to a guest with their links',
  'messages.html': 'the same',
  'messages.calendar_content': 'the same',
  'slots.link_passcode': 'the passcode of a meeting is for those who meet',
  'meetings.passcode': 'the same',
};

describe('a day in the life of every secret', () => {
  const secrets: Told = new Map();
  const log: string[] = [];
  let slotlink: TestApp;

  const keep = (what: string, secret: string) => {
    expect(secret.length).toBeGreaterThanOrEqual(8);
    secrets.set(secret, what);
    return secret;
  };

  beforeAll(async () => {
    // The log goes to standard output by its number, Nest's own by its stream.
    const write = fs.writeSync.bind(fs) as (...args: unknown[]) => number;
    jest.spyOn(fs, 'writeSync').mockImplementation((fd: number, data: string | Buffer, ...rest: unknown[]) => {
      if (fd !== 1) return write(fd, data, ...rest);
      log.push(data.toString());
      return Buffer.byteLength(data);
    });
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((data: string | Uint8Array) => log.push(data.toString()) > 0);
    }
    slotlink = await startTestApp({ env: { LOG_LEVEL: 'debug' } });
    keep('the secret of the Zoom app', 'test-secret');
    keep('the secret of the webhooks', 'test-webhook-secret');
    const owner = await ofPeople();
    const rep = await ofZoom(owner);
    await ofGuests(owner, rep);
    await ofTrouble(owner);
  }, 120_000);
  afterAll(async () => {
    await slotlink.close();
    jest.restoreAllMocks();
  });

  /** Signing up, logging in, losing the password, inviting, programs, acting as others. */
  async function ofPeople(): Promise<TestUser> {
    const { http } = slotlink;
    const owner = await anAccount(slotlink);
    keep('a session', owner.token);
    const wrong = keep('a wrong password', 'not-the-password-8472');
    await http.post('/v1/auth/login').send({ email: owner.email, password: wrong }).expect(401);
    const first = keep('a password', 'a first password 5519');
    await owner.post('/v1/me/password', { currentPassword: wrong, newPassword: first }).expect(422);
    const invited = await invite(slotlink, owner);
    keep('an invitation', invited.token);
    await http.get(`/v1/invitations/${invited.token}`).expect(200);
    await accept(slotlink, invited, { password: keep('an invited one’s password', 'their own choice 771') }).expect(
      200,
    );
    await http.get(`/v1/invitations/${invited.token}`).expect(410);
    await http.get(`/app/invitations/${invited.token}`);
    await http.post('/v1/auth/password-reset').send({ email: invited.email }).expect(202);
    const reset = keep('a way to a new password', await mailedToken(slotlink, invited.email));
    const newPassword = keep('a new password', 'a newer password 9042');
    await http
      .post('/v1/auth/password-reset/confirm')
      .send({ token: reset, newPassword })
      .expect((answer) => {
        expect(answer.status).toBeLessThan(300);
      });
    await http.post('/v1/auth/password-reset/confirm').send({ token: reset, newPassword });
    const key = await addKey(slotlink, owner, ['users.read']);
    keep('an API key', key.token);
    await key.get('/v1/users').expect(200);
    await http.get(`/v1/api-keys/${key.token}`);
    await http.get(`/v1/users?key=${key.token}`);
    const member = await owner.addUser();
    keep('a session as somebody else', (await actAs(slotlink, owner, member)).token);
    return owner;
  }

  /** Connecting, refreshing, events. */
  async function ofZoom(owner: TestUser): Promise<TestUser> {
    const rep = await owner.addUser({ name: 'Rita Rep' });
    const authorize = await startConnect(rep);
    keep('the state of an authorisation', new URL(authorize).searchParams.get('state')!);
    const path = await consent(authorize, 'rita@zoom.example');
    keep('the code of an authorisation', new URL(path, slotlink.url).searchParams.get('code')!);
    await callback(slotlink, path).expect(200);
    await callback(slotlink, path).expect(422);
    await keepTokens();
    const calendar = await aZoomCalendar(owner, { user: rep });
    await slotlink.clock.advance(2 * 3_600_000);
    const again = await logIn(slotlink, rep.email);
    const appointment = await book(slotlink, calendar, TUESDAY_10);
    await slotlink.drainJobs();
    await keepTokens();
    const { body } = await again.post(`/v1/appointments/${appointment.id}/start-link`).expect(200);
    keep('a host’s way into a meeting', body.startUrl);
    await deliver(
      slotlink,
      { event: 'meeting.deleted', payload: {} },
      { secret: keep('a guess', 'guessed-secret-11') },
    );
    return again;
  }

  async function keepTokens(): Promise<void> {
    const rows = await slotlink.app.get(Database).repository(ZoomConnectionRow).find();
    for (const row of rows) {
      const tokens = slotlink.app.get(TokenVault).open(row);
      if (!tokens) continue;
      keep('an access token of Zoom', tokens.accessToken);
      keep('a refresh token of Zoom', tokens.refreshToken);
    }
  }

  /** Holding, booking, the pages, the feed. */
  async function ofGuests(owner: TestUser, rep: TestUser): Promise<void> {
    const { http } = slotlink;
    const calendar = await aZoomCalendar(owner, { user: rep });
    const holds = `/v1/public/calendars/${calendar.slug}/holds`;
    const { body: hold } = await http.post(holds).send({ start: TUESDAY_11 }).expect(201);
    keep('a hold', hold.token);
    await http.put(`${holds}/${hold.token}`);
    const appointment = await book(slotlink, calendar, TUESDAY_11, { holdToken: hold.token });
    keep('a guest’s appointment', appointment.publicToken);
    await slotlink.drainJobs();
    const paths = pathsOf(appointment);
    keep('a guest’s way into a meeting', paths.join.split('/').at(-1)!);
    for (const path of [paths.manage, paths.reschedule, paths.cancel, paths.join, paths.api]) await http.get(path);
    await http.get(paths.api.replace('appointments', '%61ppointments'));
    const feed = new URL((await rep.get('/v1/me/feed').expect(200)).body.url).pathname;
    keep(
      'a private feed',
      feed
        .split('/')
        .at(-1)!
        .replace(/\.ics$/, ''),
    );
    await http.get(feed).expect(200);
  }

  /** Zoom that refuses and breaks off, a database that refuses, requests that are wrong. */
  async function ofTrouble(owner: TestUser): Promise<void> {
    const { http } = slotlink;
    const rep = await owner.addUser({ name: 'Tess Trouble' });
    await connectZoom(slotlink, rep, { email: 'tess@zoom.example' });
    await keepTokens();
    const calendar = await aZoomCalendar(owner, { user: rep });
    for (const kind of ['reset', 'html', 'status'] as const) {
      await zoomFails(slotlink, { kind, status: 500, times: 3 });
      await book(
        slotlink,
        calendar,
        kind === 'reset' ? TUESDAY_10 : kind === 'html' ? TUESDAY_11 : '2026-11-25T15:00:00.000Z',
      );
      await slotlink.drainJobs().catch(() => undefined);
      await zoomRecovers(slotlink);
    }
    await simulator(slotlink, 'POST', 'revoke', { email: 'tess@zoom.example' });
    await slotlink.clock.advance(2 * 3_600_000);
    await slotlink.drainJobs();
    const password = keep('a password in a body that breaks off', 'broken off 60817');
    await http
      .post('/v1/auth/login')
      .type('json')
      .send(`{"email":"x@example.com","password":"${password}"`)
      .expect(422);
    await slotlink.query(`ALTER TABLE users RENAME TO people_of_old`);
    const lost = keep('a password that a fault met', 'met by a fault 31');
    await http.post('/v1/auth/login').send({ email: owner.email, password: lost }).expect(500);
    await http
      .post('/v1/signup')
      .send({ accountName: 'A', timezone: 'UTC', name: 'N', email: 'n@example.com', password: lost });
    await slotlink.query(`ALTER TABLE people_of_old RENAME TO users`);
  }

  const foundIn = (text: string) => [...secrets].filter(([secret]) => text.includes(secret)).map(([, what]) => what);

  it('leaves a log, with errors in it', () => {
    expect(secrets.size).toBeGreaterThan(20);
    const text = log.join('');
    expect(text).toContain('"url":"/v1/auth/login"');
    expect(text).toContain('request failed');
    expect(text).toContain('QueryFailedError');
  });

  it('leaves none of them in the log', () => {
    expect(foundIn(log.join(''))).toEqual([]);
    expect(log.join('')).not.toMatch(/argon2id/);
  });

  it('leaves none of them in the clear in any table, save what has to be read', async () => {
    const columns = await slotlink.query<{ table: string; column: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS "table", column_name AS "column" FROM information_schema.columns
       JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE table_schema IN ('public', 'graphile_worker') AND t.table_type = 'BASE TABLE'`,
    );
    const told: string[] = [];
    for (const { table, column } of columns) {
      const place = `${table.replace(/^public\./, '')}.${column}`;
      if (place in MAY_STAND) continue;
      const [row] = await slotlink.query<{ text: string | null }>(
        `SELECT string_agg(CASE WHEN pg_typeof("${column}") = 'bytea'::regtype THEN encode(("${column}"::text)::bytea, 'escape')
           ELSE "${column}"::text END, E'\\n') AS text FROM ${table}`,
      );
      told.push(...foundIn(row?.text ?? '').map((what) => `${what} in ${place}`));
    }
    expect(told).toEqual([]);
  });
});
