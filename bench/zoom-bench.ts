import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort, type RunningProgram, startServer, startSimulator } from '../scripts/running-programs';
import { type BenchDatabase, MIGRATED } from './bench-kit';

const PASSWORD = 'correct horse battery';

/** A server and a Zoom simulator as processes of their own, on one machine. */
export interface ZoomBench {
  server: RunningProgram;
  simulator: RunningProgram;
  end(): Promise<void>;
}

export async function startZoomBench(database: BenchDatabase, env: Record<string, string> = {}): Promise<ZoomBench> {
  const simulator = await startSimulator(await freePort(), { DATA_DIR: join(database.dataDir, 'simulator') });
  const server = await restart(database, { simulator }, env);
  const end = async () => {
    await server.end('SIGTERM');
    await simulator.end('SIGTERM');
  };
  return { server, simulator, end };
}

/** Another server on the same database and simulator. */
export async function restart(
  database: BenchDatabase,
  { simulator }: Pick<ZoomBench, 'simulator'>,
  env: Record<string, string>,
): Promise<RunningProgram> {
  return startServer(await freePort(), {
    DATA_DIR: database.dataDir,
    DATABASE_URL: database.url(MIGRATED),
    ZOOM_API_URL: `${simulator.url}/v2`,
    ZOOM_OAUTH_URL: `${simulator.url}/oauth`,
    ZOOM_CLIENT_ID: 'bench',
    ZOOM_CLIENT_SECRET: 'bench',
    SEED_DEMO: 'false',
    RATE_LIMITS: 'off',
    ...env,
  });
}

export interface BenchHost {
  userId: string;
  /** Of the calendar they alone host, on Zoom. */
  slug: string;
  /** Of another one of theirs, where nobody meets on Zoom. */
  staticSlug: string;
}

/** An account with so many hosts, each with a Zoom user and a calendar of their own. */
export async function connectHosts({ server, simulator }: ZoomBench, count: number): Promise<BenchHost[]> {
  const mark = randomBytes(4).toString('hex');
  const owner = { name: 'Olivia', email: `owner.${mark}@example.com`, password: PASSWORD };
  const account = { accountName: 'Bench', timezone: 'America/New_York' };
  const { token } = await ask<{ token: string }>(`${server.url}/v1/signup`, { ...account, ...owner });
  const hosts: BenchHost[] = [];
  for (let host = 0; host < count; host += 1) {
    const email = `host.${host}.${mark}@example.com`;
    await ask(`${server.url}/v1/users`, { name: `Host ${host}`, email, password: PASSWORD }, token);
    const session = { email, password: PASSWORD };
    const rep = await ask<{ token: string; user: { id: string } }>(`${server.url}/v1/auth/login`, session);
    await connect(server.url, simulator.url, rep.token, `zoom.${email}`);
    const slugOf = async (meetingLocation: object) => {
      const members = [{ userId: rep.user.id, meetingLocation }];
      const calendar = { name: `Calendar ${host}`, type: 'round_robin', bookingWindow: 'P60D', members };
      return (await ask<{ slug: string }>(`${server.url}/v1/calendars`, calendar, token)).slug;
    };
    const slug = await slugOf({ kind: 'zoom' });
    const staticSlug = await slugOf({ kind: 'address', value: '1 Main Street' });
    hosts.push({ userId: rep.user.id, slug, staticSlug });
  }
  return hosts;
}

async function connect(serverUrl: string, simulatorUrl: string, token: string, email: string): Promise<void> {
  await ask(`${simulatorUrl}/_sim/users`, { email, type: 2 });
  const connectUrl = `${serverUrl}/v1/me/integrations/zoom/connect`;
  const { authorizeUrl } = await ask<{ authorizeUrl: string }>(connectUrl, {}, token);
  const url = new URL(authorizeUrl);
  url.searchParams.set('sim_user', email);
  const { headers } = await fetch(url, { redirect: 'manual' });
  const back = new URL(headers.get('location') ?? '');
  const callback = await fetch(serverUrl + back.pathname + back.search, { headers: { accept: 'application/json' } });
  if (callback.status !== 200) throw new Error(`Connecting was answered ${callback.status}: ${await callback.text()}`);
}

/** Posts JSON, or gets what has no body. */
export async function ask<Answer>(url: string, body?: object, token?: string): Promise<Answer> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  const response = await fetch(url, body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} was answered ${response.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}
