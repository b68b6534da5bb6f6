import { randomBytes } from 'node:crypto';
import type supertest from 'supertest';
import type { TestApp } from './test-app';

/** What every test user logs in with. */
export const PASSWORD = 'correct horse battery';

export interface SignUpOverrides {
  accountName?: string;
  timezone?: string;
  name?: string;
  email?: string;
}

export interface AddUserOverrides {
  role?: 'owner' | 'admin' | 'member';
  name?: string;
  email?: string;
  timezone?: string;
  phone?: string;
}

/** Somebody logged in; their requests carry their token. */
export interface TestUser {
  token: string;
  accountId: string;
  userId: string;
  name: string;
  email: string;
  get(path: string): supertest.Test;
  post(path: string, body?: object): supertest.Test;
  patch(path: string, body?: object): supertest.Test;
  put(path: string, body?: object): supertest.Test;
  delete(path: string): supertest.Test;
  /** Adds somebody to the account, as this user, and logs them in. */
  addUser(overrides?: AddUserOverrides): Promise<TestUser>;
}

/** An account just signed up for, as its owner. */
export async function anAccount(slotlink: TestApp, overrides: SignUpOverrides = {}): Promise<TestUser> {
  const { body } = await slotlink.http
    .post('/v1/signup')
    .send({
      accountName: 'ABC Marketing',
      timezone: 'America/New_York',
      name: 'Olivia Owner',
      email: anEmail('owner'),
      password: PASSWORD,
      ...overrides,
    })
    .expect(201);
  return testUser(slotlink, body);
}

/** An address nobody has yet. */
export function anEmail(name = 'user'): string {
  return `${name}.${randomBytes(6).toString('hex')}@example.com`;
}

/** A new session of somebody who has the tests' password. */
export async function logIn(slotlink: TestApp, email: string, accountId?: string): Promise<TestUser> {
  const { body } = await slotlink.http
    .post('/v1/auth/login')
    .send({ email, password: PASSWORD, ...(accountId === undefined ? {} : { accountId }) })
    .expect(200);
  return testUser(slotlink, body);
}

/** The same person, asking with another token. */
export function withToken(slotlink: TestApp, user: TestUser, token: string): TestUser {
  const { accountId, userId: id, name, email } = user;
  return testUser(slotlink, { token, account: { id: accountId }, user: { id, name, email } });
}

interface SignedIn {
  token: string;
  account: { id: string };
  user: { id: string; name: string; email: string };
}

function testUser(slotlink: TestApp, { token, account, user }: SignedIn): TestUser {
  const { http } = slotlink;
  const authorized = (test: supertest.Test) => test.set('authorization', `Bearer ${token}`);
  const post = (path: string, body?: object) => authorized(http.post(path)).send(body);
  return {
    token,
    accountId: account.id,
    userId: user.id,
    name: user.name,
    email: user.email,
    get: (path) => authorized(http.get(path)),
    post,
    patch: (path, body) => authorized(http.patch(path)).send(body),
    put: (path, body) => authorized(http.put(path)).send(body),
    delete: (path) => authorized(http.delete(path)),
    addUser: async (overrides = {}) => {
      const input = { name: 'Maria Member', email: anEmail(), password: PASSWORD, ...overrides };
      await post('/v1/users', input).expect(201);
      return logIn(slotlink, input.email);
    },
  };
}
