import { setTimeout as pause } from 'node:timers/promises';
import { OwnServer } from '../kit/own-server';

jest.setTimeout(180_000);

const ADMIN = { email: 'admin@abcmarketing.com', password: 'demo-password' };
const LINK_PATIENCE_MS = 90_000;
const END_AT_MOST_MS = 8_000;

interface Booked {
  id: string;
  start: string;
  meetingLocation: { state: string; joinUrl: string | null };
}

interface AtZoom {
  startTime: string;
  deleted: boolean;
  joinUrl: string;
}

describe("a new user's first day", () => {
  let server: OwnServer;
  let greeting: string;
  beforeAll(async () => {
    server = await OwnServer.prepare();
    greeting = await server.start();
  });
  afterAll(() => server.remove());

  it('is told the addresses, the logins and three things to try', () => {
    expect(greeting).toContain(`Slotlink       ${server.url}\n`);
    expect(greeting).toContain(`Zoom simulator ${server.zoomUrl}\n`);
    expect(greeting).toContain(
      'admin@abcmarketing.com, a@abcmarketing.com, b@abcmarketing.com, c@abcmarketing.com with the password demo-password',
    );
    expect(greeting.match(/^ {2}[123]\. /gm)).toHaveLength(3);
  });

  it('finds the first thing to try: the booking page', async () => {
    const [page] = /http:\S+\/book\/\S+/.exec(greeting)!;
    const response = await fetch(page);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Discovery call');
  });

  it('finds everything again after Ctrl-C, and nothing twice', async () => {
    const { meetingLocation } = await book(0);
    expect(meetingLocation).toMatchObject({ state: 'ready', joinUrl: expect.stringContaining(server.zoomUrl) });
    const before = await everything();
    expect(before).toMatchObject({ users: { length: 4 }, calendars: { length: 3 }, appointments: { length: 1 } });
    expect(before.meetings).toEqual([expect.objectContaining({ deleted: false })]);

    await endsCleanly();
    expect(await server.start()).toContain(`Slotlink       ${server.url}\n`);
    expect(await everything()).toEqual(before);
  });

  it('keeps what was acknowledged right before kill -9, and gets its link, once', async () => {
    await endsCleanly();
    await server.start({ LINK_WAIT: 'PT0S' });
    const booked = await book(1);
    await server.kill();

    await server.start();
    const found = await linked(booked);
    expect(found).toMatchObject({ status: 'confirmed', start: booked.start });
    const { meetings } = await everything();
    const standing = meetings.filter(
      ({ startTime, deleted }) => !deleted && Date.parse(startTime) === Date.parse(booked.start),
    );
    expect(standing.map(({ joinUrl }) => joinUrl)).toEqual([found.meetingLocation.joinUrl]);
    await endsCleanly();
  });

  async function endsCleanly(): Promise<void> {
    const pressed = performance.now();
    const { code, output } = await server.pressCtrlC();
    expect({ code, left: await server.leftRunning() }).toEqual({ code: 0, left: [] });
    expect(output).toContain('PostgreSQL stopped');
    expect(performance.now() - pressed).toBeLessThan(END_AT_MOST_MS);
  }

  /** @param nth of the free slots */
  async function book(nth: number): Promise<Booked> {
    const calendar = '/v1/public/calendars/discovery-call';
    const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    const { days } = await ask<{ days: { slots: { start: string }[] }[] }>(
      `${calendar}/free-slots?from=${day(0)}&to=${day(14)}`,
    );
    const { start } = days.flatMap(({ slots }) => slots)[nth]!;
    const contact = { name: 'Petra Prospect', email: 'petra@example.com' };
    return ask<Booked>(`${calendar}/appointments`, { body: { start, timezone: 'Europe/Berlin', contact } });
  }

  /** The appointment once its link is there. */
  async function linked({ id }: Booked): Promise<Booked> {
    const token = await logIn();
    const deadline = performance.now() + LINK_PATIENCE_MS;
    for (;;) {
      const found = await ask<Booked>(`/v1/appointments/${id}`, { token });
      if (found.meetingLocation.state === 'ready') return found;
      if (performance.now() > deadline) throw new Error(`Still no link: ${JSON.stringify(found.meetingLocation)}`);
      await pause(100);
    }
  }

  async function everything() {
    const token = await logIn();
    const items = async (path: string) => (await ask<{ items: unknown[] }>(path, { token })).items;
    return {
      users: await items('/v1/users?include=zoom&limit=200'),
      calendars: await items('/v1/calendars?limit=200'),
      appointments: await items('/v1/appointments?limit=200'),
      meetings: await ask<AtZoom[]>(`${server.zoomUrl}/_sim/meetings`),
    };
  }

  async function logIn(): Promise<string> {
    return (await ask<{ token: string }>('/v1/auth/login', { body: ADMIN })).token;
  }

  async function ask<Answer>(path: string, { token, body }: { token?: string; body?: object } = {}): Promise<Answer> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (token) headers.authorization = `Bearer ${token}`;
    const init = { headers, ...(body && { method: 'POST', body: JSON.stringify(body) }) };
    const response = await fetch(new URL(path, server.url), init);
    if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }
});
