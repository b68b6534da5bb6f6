import { TestUser, anAccount, anEmail } from '../kit/identity';
import { TestApp, startTestApp } from '../kit/test-app';

const DAY_MS = 24 * 3_600_000;

describe('a creation with an Idempotency-Key', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const aUser = (email = anEmail()) => ({ name: 'Maria', email, password: 'correct horse battery' });
  const add = (user: object, key: string, as = owner) => as.post('/v1/users', user).set('idempotency-key', key);
  const people = async () => {
    const [row] = await slotlink.query<{ count: number }>('SELECT count(*)::int AS count FROM users');
    return row!.count;
  };

  it('answers a repetition as it answered first, and creates once', async () => {
    const user = aUser();
    const first = await add(user, 'first').expect(201);
    const again = await add(user, 'first').expect(201);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(again.headers.etag).toBe(first.headers.etag);
  });

  it('refuses the key for another body', async () => {
    await add(aUser(), 'reused').expect(201);
    const before = await people();
    const response = await add(aUser(), 'reused').expect(422);
    expect(response.body.type).toMatch(/\/idempotency-key-reused$/);
    expect(await people()).toBe(before);
  });

  it.each([16, 60])('creates once for %i twins at once, and the others still get answers', async (twins) => {
    const user = aUser();
    const before = await people();
    const sent = Array.from({ length: twins }, () => add(user, `twins-${twins}`));
    const ready = await slotlink.http.get('/readyz');
    const responses = await Promise.all(sent);
    expect(ready.status).toBe(200);
    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 201));
    expect(responses.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    expect(new Set(responses.map(({ body }) => body.id)).size).toBe(1);
    expect(await people()).toBe(before + 1);
  });

  it('leaves the key free when the first try is refused', async () => {
    const taken = aUser(owner.email);
    await add({ ...aUser(), role: 'emperor' }, 'free').expect(422);
    await add(taken, 'free').expect(409);
    await add(aUser(), 'free').expect(201);
  });

  it('keeps keys of different people and routes apart', async () => {
    const other = await anAccount(slotlink);
    const first = await add(aUser(), 'shared').expect(201);
    const second = await add(aUser(), 'shared', other).expect(201);
    expect(second.body.id).not.toBe(first.body.id);
    const signUp = {
      accountName: 'A',
      timezone: 'UTC',
      name: 'A',
      email: anEmail(),
      password: 'correct horse battery',
    };
    const account = await slotlink.http.post('/v1/signup').set('idempotency-key', 'shared').send(signUp).expect(201);
    const again = await slotlink.http.post('/v1/signup').set('idempotency-key', 'shared').send(signUp).expect(201);
    expect(again.body).toEqual(account.body);
  });

  it('seals what it keeps', async () => {
    const user = aUser();
    await add(user, 'sealed').expect(201);
    const rows = await slotlink.query<{ answer: string; row: string }>(
      `SELECT answer, k::text AS row FROM idempotency_keys k WHERE key = 'sealed'`,
    );
    expect(rows).toEqual([{ answer: expect.stringMatching(/^[\w-]+\.[\w-]+$/), row: expect.any(String) }]);
    expect(rows[0]!.row).not.toContain(user.email);
    expect(Buffer.from(rows[0]!.answer.split('.')[1]!, 'base64url').toString('latin1')).not.toContain(user.email);
  });

  it('is forgotten after a day', async () => {
    await add(aUser(), 'old').expect(201);
    await slotlink.clock.advance(DAY_MS + 1);
    const fresh = await anAccount(slotlink);
    await slotlink.query(`UPDATE idempotency_keys SET scope = replace(scope, $1, $2)`, [
      `${owner.accountId}/${owner.userId}`,
      `${fresh.accountId}/${fresh.userId}`,
    ]);
    const response = await add(aUser(), 'old', fresh).expect(201);
    expect(response.headers).not.toHaveProperty('idempotency-replayed');
  });

  it.each(['', ' ', 'x'.repeat(256)])('refuses the key %j', async (key) => {
    const response = await add(aUser(), key).expect(422);
    expect(response.body.errors).toEqual([{ pointer: 'Idempotency-Key', detail: expect.any(String) }]);
  });
});
