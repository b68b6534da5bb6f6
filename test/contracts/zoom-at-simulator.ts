import { pkcePair, type TokenSet, ZoomApi, type ZoomError } from '#libs/zoom-api';
import { startZoomSimulator, type ZoomSimulator } from '#libs/zoom-simulator';

export type Wire = Record<string, unknown>;

export interface LoggedRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  body: Wire | null;
}

/** Our client and a simulator of its own, with a clock that stands still. */
export class ZoomAtSimulator {
  now = Date.parse('2026-11-23T08:00:00Z');
  simulator: ZoomSimulator;
  zoom: ZoomApi;

  async start(): Promise<void> {
    const now = () => this.now;
    this.simulator = await startZoomSimulator({ port: 0, stateFile: null, now });
    const { apiUrl, oauthUrl } = this.simulator;
    this.zoom = new ZoomApi({ apiUrl, oauthUrl, clientId: 'client', clientSecret: 'secret', timeoutMs: 2_000, now });
  }

  async tokensOf(email: string): Promise<TokenSet> {
    const redirectUri = 'http://127.0.0.1:9/callback';
    const { codeVerifier, codeChallenge } = pkcePair();
    const url = new URL(this.zoom.authorizeUrl({ redirectUri, state: 'state', codeChallenge }));
    url.searchParams.set('sim_user', email);
    const { headers } = await fetch(url, { redirect: 'manual' });
    const code = new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
    return this.zoom.exchangeCode({ code, redirectUri, codeVerifier });
  }

  async control(path: string, body?: object, method = 'POST'): Promise<void> {
    await fetch(`${this.simulator.url}/_sim/${path}`, { method, body: body && JSON.stringify(body) });
  }

  /** The last request on behalf of a Zoom user that `which` picks. */
  async lastRequest(email: string, method: string): Promise<LoggedRequest> {
    const answer = await fetch(`${this.simulator.url}/_sim/requests?email=${encodeURIComponent(email)}`);
    const requests = (await answer.json()) as LoggedRequest[];
    const found = requests.filter((request) => request.method === method && !request.path.includes('/oauth')).at(-1);
    if (!found) throw new Error(`${email} sent no ${method}`);
    return found;
  }

  /** An answer as it stands on the wire. */
  async raw(token: string, path: string, init: RequestInit = {}) {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(this.simulator.apiUrl + path, { ...init, headers });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: (text === '' ? {} : JSON.parse(text)) as Wire,
    };
  }
}

export async function failureOf(request: Promise<unknown>): Promise<ZoomError> {
  const failure: unknown = await request.then(
    () => new Error('It was answered'),
    (error: unknown) => error,
  );
  return failure as ZoomError;
}
