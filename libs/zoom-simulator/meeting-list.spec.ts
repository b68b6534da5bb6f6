import { NOW, startApp, type App, type Body, type Tokens } from './test-kit';

const DAY = 24 * 3_600_000;
const iso = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');

describe('meetings', () => {
  let app: App;
  let rep: Tokens;

  beforeEach(async () => {
    app = await startApp();
    rep = await app.connect('rep@example.com');
  });

  afterEach(() => app.simulator.close());

  const create = async (body: object = {}): Promise<Body> => (await rep.api('POST', '/users/me/meetings', body)).body;
  const at = (milliseconds: number) => app.sim('POST', 'clock', { now: NOW + milliseconds });

  describe('the list', () => {
    it('cuts the agenda, hides what is instant, deleted or over, and repeats a series', async () => {
      await create({ topic: 'long', agenda: 'x'.repeat(300), start_time: iso(NOW + DAY) });
      await create({ type: 1 });
      await create({ type: 8, topic: 'series', start_time: iso(NOW + 2 * DAY), recurrence: { type: 1, end_times: 2 } });
      const dead = await create();
      await rep.api('DELETE', `/meetings/${dead.id}`);
      const { body } = await rep.api('GET', '/users/me/meetings?type=upcoming');
      expect(body).toMatchObject({ page_size: 30, total_records: 3, next_page_token: '' });
      expect(body.meetings.map(({ topic }: Body) => topic)).toEqual(['long', 'series', 'series']);
      expect(body.meetings[0].agenda).toHaveLength(250);
      expect(body.meetings[0]).not.toHaveProperty('password');
      expect(body.meetings[0]).not.toHaveProperty('start_url');
    });

    it('pages by a token that lives 15 minutes and knows its filters', async () => {
      for (const day of [1, 2, 3]) await create({ start_time: iso(NOW + day * DAY) });
      const list = (query: string) => rep.api('GET', `/users/me/meetings?page_size=2&${query}`);
      const token: string = (await list('')).body.next_page_token;
      const next = `next_page_token=${encodeURIComponent(token)}`;
      expect((await list(next)).body).toMatchObject({ next_page_token: '', meetings: [{}] });
      const bad = { status: 400, body: { code: 300, message: 'The next page token is invalid or expired.' } };
      expect(await list(`type=upcoming&${next}`)).toMatchObject(bad);
      expect(await list('next_page_token=made.up')).toMatchObject(bad);
      await at(15 * 60_000);
      expect(await list(next)).toMatchObject(bad);
    });

    it('takes dates, both inclusive', async () => {
      for (const day of [1, 2, 3]) await create({ start_time: iso(NOW + day * DAY) });
      const { body } = await rep.api('GET', '/users/me/meetings?from=2026-11-24&to=2026-11-25');
      expect(body.total_records).toBe(2);
    });
  });

  describe('registrants', () => {
    it('register, are listed and leave', async () => {
      const { id } = await create({ settings: { approval_type: 0 } });
      const guest = { email: 'guest@example.com', first_name: 'Gus' };
      const { body } = await rep.api('POST', `/meetings/${id}/registrants`, guest);
      expect(body).toMatchObject({ id });
      expect(body.join_url).toContain('tk=');
      expect((await rep.api('GET', `/meetings/${id}/registrants`)).body.registrants).toMatchObject([
        { email: 'guest@example.com', status: 'approved' },
      ]);
      expect((await rep.api('DELETE', `/meetings/${id}/registrants/${body.registrant_id}`)).status).toBe(204);
    });

    it('need registration to be on and a licensed host', async () => {
      const { id } = await create();
      const ask = () => rep.api('POST', `/meetings/${id}/registrants`, { email: 'a@b.c', first_name: 'A' });
      expect(await ask()).toMatchObject({ status: 404, body: { code: 404 } });
      await app.sim('POST', 'users', { email: 'rep@example.com', type: 1 });
      expect(await ask()).toMatchObject({ status: 400, body: { code: 200 } });
    });

    it('may try three times a day', async () => {
      const { id } = await create({ settings: { approval_type: 0 } });
      const ask = () => rep.api('POST', `/meetings/${id}/registrants`, { email: 'a@b.c', first_name: 'A' });
      const statuses = [await ask(), await ask(), await ask(), await ask()].map(({ status }) => status);
      expect(statuses).toEqual([201, 201, 201, 429]);
    });
  });
});
