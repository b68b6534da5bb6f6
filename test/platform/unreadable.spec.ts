import { connect } from 'node:net';
import { once } from 'node:events';
import { startTestApp, TestApp } from '../kit/test-app';

describe('what is no request yet', () => {
  let slotlink: TestApp;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());

  async function answerTo(bytes: string): Promise<string> {
    const { hostname, port } = new URL(slotlink.url);
    const socket = connect({ host: hostname, port: Number(port) });
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.end(bytes);
    await once(socket, 'close');
    return answer;
  }

  it.each([
    ['an address of 20,000 characters', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431, 'too-large'],
    ['noise', 'hello\r\n\r\n', 400, 'invalid'],
  ])('is answered as a problem: %s', async (_, bytes, status, slug) => {
    const [head = '', body = ''] = (await answerTo(bytes)).split('\r\n\r\n');
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head).toContain('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ type: `/problems/${slug}`, status });
  });

  it('explains the type of a problem where it points', async () => {
    await slotlink.http.get('/problems/slot-taken').expect(200, {
      slug: 'slot-taken',
      status: 409,
      title: 'The slot was taken',
    });
    await slotlink.http.get('/problems/nothing').expect(404);
  });
});
