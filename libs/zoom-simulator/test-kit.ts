import { startZoomSimulator, type ZoomSimulator, type ZoomSimulatorOptions } from './index';

/** A Monday, on the hour. */
export const NOW = Date.parse('2026-11-23T14:00:00Z');

/** What tests read answers as: they look at a few fields each. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Body = any;

interface Reply {
  status: number;
  headers: Headers;
  body: Body;
}

export interface App {
  simulator: ZoomSimulator;
  /** A call to the control API. */
  sim(method: string, path: string, body?: unknown): Promise<Reply>;
  /** Consents as a user and exchanges the code. */
  connect(email: string): Promise<Tokens>;
  token(form: Record<string, string>, client?: string): Promise<Reply>;
}

export interface Tokens {
  access: string;
  refresh: string;
  /** A call to the REST API with the access token. */
  api(method: string, path: string, body?: unknown): Promise<Reply>;
}

export const REDIRECT = 'https://app.example/callback';
const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

export async function call(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') === true;
  const body: unknown = json ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body };
}

const withJson = (method: string, body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method,
  headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
  ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
});

export async function startApp(options: Partial<ZoomSimulatorOptions> = {}): Promise<App> {
  const simulator = await startZoomSimulator({ port: 0, now: () => NOW, ...options });
  const token = (form: Record<string, string>, client = 'client:secret'): Promise<Reply> =>
    call(`${simulator.oauthUrl}/token`, {
      method: 'POST',
      headers: { authorization: basic(client) },
      body: new URLSearchParams(form),
    });
  return {
    simulator,
    token,
    sim: (method, path, body) => call(`${simulator.url}/_sim/${path}`, withJson(method, body)),
    async connect(email) {
      const code = await consent(simulator, email);
      const answer = await token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT });
      return tokensOf(simulator, answer.body as TokenBody);
    },
  };
}

interface TokenBody {
  access_token: string;
  refresh_token?: string;
}

export function tokensOf(simulator: ZoomSimulator, body: TokenBody): Tokens {
  const access = body.access_token;
  return {
    access,
    refresh: body.refresh_token ?? '',
    api: (method, path, json) =>
      call(`${simulator.apiUrl}${path}`, withJson(method, json, { authorization: `Bearer ${access}` })),
  };
}

export function authorizeUrl(simulator: ZoomSimulator, parameters: Record<string, string>): string {
  const query = { response_type: 'code', client_id: 'client', redirect_uri: REDIRECT, state: 's1', ...parameters };
  return `${simulator.oauthUrl}/authorize?${new URLSearchParams(query).toString()}`;
}

export async function consent(
  simulator: ZoomSimulator,
  email: string,
  parameters: Record<string, string> = {},
): Promise<string> {
  const { headers } = await call(authorizeUrl(simulator, { sim_user: email, ...parameters }));
  return new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
}
