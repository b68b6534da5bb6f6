import type supertest from 'supertest';
import { anEmail, type TestUser } from './identity';
import type { TestApp } from './test-app';

/** A Zoom user as the simulator is told about them. */
export interface SimulatedUser {
  email: string;
  /** 1 basic, 2 licensed */
  type?: 1 | 2;
  displayName?: string;
  accountId?: string;
  scopes?: string[];
}

/** What the simulator's control API answers. */
export async function simulator<Answer>(
  { zoom }: TestApp,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const response = await fetch(`${zoom.url}/_sim/${path}`, { method, body: body ? JSON.stringify(body) : undefined });
  const text = await response.text();
  if (!response.ok) throw new Error(`The simulator answered ${response.status} to ${path}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}

export interface SimulatedRequest {
  method: string;
  path: string;
  body: Record<string, string> | null;
  status: number;
}

/** What the simulator was asked on behalf of a Zoom user, such as `POST /oauth/token`. */
export async function requestsTo(slotlink: TestApp, email: string, call: string): Promise<SimulatedRequest[]> {
  const path = `requests?email=${encodeURIComponent(email)}`;
  const requests = await simulator<SimulatedRequest[]>(slotlink, 'GET', path);
  return requests.filter((request) => `${request.method} ${request.path}` === call);
}

/** The user starts to connect. @returns where their browser is sent */
export async function startConnect(user: TestUser, returnTo?: string): Promise<string> {
  const { body } = await user
    .post('/v1/me/integrations/zoom/connect', returnTo === undefined ? {} : { returnTo })
    .expect(200);
  return body.authorizeUrl as string;
}

/** The user consents at Zoom, signed in there as `email`. @returns path and query of the callback */
export async function consent(authorizeUrl: string, email: string): Promise<string> {
  const url = new URL(authorizeUrl);
  url.searchParams.set('sim_user', email);
  const response = await fetch(url, { redirect: 'manual' });
  const back = new URL(response.headers.get('location') ?? '');
  return back.pathname + back.search;
}

/** The browser's last step, answered as JSON. */
export function callback({ http }: TestApp, path: string): supertest.Test {
  return http.get(path).set('accept', 'application/json');
}

/** The whole way to Zoom and back. @returns the answer to the callback, whatever it is */
export async function tryToConnect(
  slotlink: TestApp,
  user: TestUser,
  email: string,
  returnTo?: string,
): Promise<supertest.Response> {
  return callback(slotlink, await consent(await startConnect(user, returnTo), email));
}

/** Connects Zoom for a user. @returns the e-mail of their Zoom user */
export async function connectZoom(
  slotlink: TestApp,
  user: TestUser,
  { email = anEmail('zoom'), ...rest }: Partial<SimulatedUser> = {},
): Promise<string> {
  await simulator(slotlink, 'POST', 'users', { email, ...rest });
  const { status, body } = await tryToConnect(slotlink, user, email);
  if (status !== 200) throw new Error(`Connecting Zoom was answered ${status}: ${JSON.stringify(body)}`);
  return email;
}
