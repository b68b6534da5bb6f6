import { TestApp, startTestApp } from '../kit/test-app';

describe('the platform over HTTP', () => {
  let slotlink: TestApp;
  beforeAll(async () => {
    slotlink = await startTestApp({ worker: true });
  });
  afterAll(() => slotlink.close());

  it('says that it lives and that it is ready', async () => {
    await slotlink.http.get('/healthz').expect(200, { status: 'ok' });
    const ready = await slotlink.http.get('/readyz').expect(200);
    expect(ready.body.details).toMatchObject({ database: { status: 'up' }, queue: { status: 'up' } });
    await slotlink.http.get('/metrics').expect(200);
  });

  it('describes itself', async () => {
    const { body } = await slotlink.http.get('/openapi.json').expect(200);
    expect(body.info.title).toBe('Slotlink');
    await slotlink.http.get('/docs').expect(200);
  });

  it('leads whoever opens the bare address to what there is', async () => {
    const { headers } = await slotlink.http.get('/').expect(302);
    expect(headers.location).toBe('/docs');
    const simulator = await fetch(slotlink.zoom.url);
    expect(await simulator.text()).toContain('The Zoom simulator');
  });

  it('answers an unknown route with a problem', async () => {
    const response = await slotlink.http.get('/nowhere').expect(404);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.body).toMatchObject({
      type: expect.stringMatching(/\/not-found$/),
      status: 404,
      instance: '/nowhere',
    });
  });
});
