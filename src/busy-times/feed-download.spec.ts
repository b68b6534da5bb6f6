import { once } from 'node:events';
import { type RequestListener, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Socket, createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type DownloadSettings, FeedDownload, type Validators } from './feed-download';
import { FeedFault } from './feed-fault';
import { PublicAddresses } from './public-addresses';

const UNKNOWN: Validators = { etag: null, lastModified: null };
const TEXT = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';
const MB = 1_000_000;

describe('a download', () => {
  let handle: RequestListener;
  let server: Server;
  let port: number;
  let sockets: Set<Socket>;
  beforeAll(async () => {
    sockets = new Set();
    server = createServer((request, response) => {
      handle(request, response);
    });
    server.on('connection', (socket) => sockets.add(socket.once('close', () => sockets.delete(socket))));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  async function download(path = '/', settings: Partial<DownloadSettings> = {}, known = UNKNOWN) {
    const texts: string[] = [];
    const limits = { patience: 10_000, maxBytes: 5 * MB, maxRedirects: 3 };
    const addresses = new PublicAddresses(['127.0.0.1/32']);
    const lookup = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    const feeds = new FeedDownload({ ...limits, addresses, httpsOnly: false, lookup, ...settings });
    const url = path.startsWith('/') ? `http://calendar.example:${port}${path}` : path;
    const validators = await feeds.read(url, known, (piece) => texts.push(piece));
    return { validators, text: texts.join('') };
  }
  const faultOf = async (...args: Parameters<typeof download>) => {
    const error: unknown = await download(...args).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(FeedFault);
    return (error as FeedFault).code;
  };
  const answer = (status: number, headers: Record<string, string>, body = '') => {
    handle = (_, response) => response.writeHead(status, headers).end(body);
  };

  it('gives the text and what it is known by', async () => {
    handle = (request, response) => {
      expect(request.headers).toMatchObject({ host: `calendar.example:${port}`, 'accept-encoding': 'gzip' });
      response.writeHead(200, { etag: 'W/"1"', 'last-modified': 'Mon, 23 Nov 2026 08:00:00 GMT' }).end(TEXT);
    };
    const validators = { etag: 'W/"1"', lastModified: 'Mon, 23 Nov 2026 08:00:00 GMT' };
    expect(await download()).toEqual({ text: TEXT, validators });
  });

  it('asks for news only, and is told when there are none', async () => {
    handle = (request, response) => {
      const { 'if-none-match': etag, 'if-modified-since': since } = request.headers;
      response.writeHead(etag === '"1"' && since === 'yesterday' ? 304 : 500).end();
    };
    const known = { etag: '"1"', lastModified: 'yesterday' };
    expect(await download('/', {}, known)).toEqual({ validators: null, text: '' });
    answer(304, {});
    expect(await faultOf()).toBe('http-status');
  });

  it('keeps no validator that could break a header', async () => {
    answer(200, { etag: 'no quotes', 'last-modified': 'x'.repeat(1000) }, TEXT);
    expect((await download()).validators).toEqual(UNKNOWN);
  });

  it('unpacks gzip and nothing else', async () => {
    handle = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(TEXT));
    expect((await download()).text).toBe(TEXT);
    answer(200, { 'content-encoding': 'br' }, TEXT);
    expect(await faultOf()).toBe('not-a-calendar');
    answer(200, { 'content-encoding': 'gzip' }, TEXT);
    expect(await faultOf()).toBe('not-a-calendar');
  });

  it('follows three redirects, no more', async () => {
    handle = (request, response) => {
      const left = Number(request.url?.slice(1));
      response.writeHead(left > 0 ? 302 : 200, { location: `/${left - 1}` }).end(TEXT);
    };
    expect((await download('/3')).text).toBe(TEXT);
    expect(await faultOf('/4')).toBe('too-many-redirects');
  });

  it.each([
    'http://127.0.0.2/',
    'http://2130706434/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'gopher://example.com/',
    'http://example.com:25/',
    'http://user:password@example.com/',
  ])('asks nothing of %s, neither at once nor redirected', async (location) => {
    answer(302, { location });
    expect(await faultOf('/')).toBe('address-refused');
    expect(await faultOf(location)).toBe('address-refused');
  });

  it.each([
    ['a private address', ['10.0.0.1']],
    ['a private address among public ones', ['8.8.8.8', '192.168.0.1']],
    ['a mapped address', ['::ffff:10.0.0.1']],
    ['something else than an address', ['localhost']],
  ])('asks nothing of a name with %s', async (_, addresses) => {
    const lookup = () => Promise.resolve(addresses.map((address) => ({ address, family: 4 })));
    handle = () => {
      throw new Error('was asked');
    };
    expect(await faultOf('/', { lookup })).toBe('address-refused');
  });

  it('looks a name up once for each request, and connects to what it found', async () => {
    const answers = ['127.0.0.1', '10.0.0.1'];
    const lookup = () => Promise.resolve([{ address: answers.shift() ?? '', family: 4 }]);
    answer(200, {}, TEXT);
    expect((await download('/', { lookup })).text).toBe(TEXT);
    expect(answers).toEqual(['10.0.0.1']);
  });

  it('trusts no private address unless it is allowed', async () => {
    answer(200, {}, TEXT);
    expect(await faultOf('/', { addresses: new PublicAddresses([]) })).toBe('address-refused');
  });

  it.each([404, 410, 401, 500, 503, 204, 302])('refuses status %d', async (status) => {
    answer(status, {});
    expect(await faultOf()).toBe('http-status');
  });

  it('ends 200 MB early, whatever length was announced', async () => {
    let sent = 0;
    const piece = Buffer.alloc(65_536, 'x');
    handle = (_, response) => {
      response.writeHead(200, { 'content-length': '1000000000' });
      const more = () => {
        while (!response.destroyed && sent < 200 * MB && response.write(piece)) sent += piece.length;
        sent += piece.length;
      };
      response.on('drain', more);
      more();
    };
    expect(await faultOf()).toBe('too-large');
    expect(sent).toBeLessThan(40 * MB);
  });

  it('is not blown up by a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * MB));
    expect(bomb.length).toBeLessThan(MB);
    handle = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    const before = process.memoryUsage().rss;
    expect(await faultOf()).toBe('too-large');
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * MB);
  });

  it.each<[string, RequestListener]>([
    ['never answers', () => undefined],
    ['never ends', (_, response) => void response.writeHead(200).write(TEXT)],
    [
      'drips',
      (_, response) => {
        const drip = setInterval(() => response.write('x'), 20);
        response.on('close', () => {
          clearInterval(drip);
        });
      },
    ],
    [
      'unpacks to nothing without end',
      (_, response) => {
        // A header whose file name never ends.
        response.writeHead(200, { 'content-encoding': 'gzip' }).write(Buffer.from('1f8b0808000000000003', 'hex'));
        const drip = setInterval(() => response.write('x'), 20);
        response.on('close', () => {
          clearInterval(drip);
        });
      },
    ],
  ])('gives up a server that %s, and hangs up', async (_, listener) => {
    handle = listener;
    expect(await faultOf('/', { patience: 300 })).toBe('timeout');
    for (const socket of sockets) await once(socket, 'close');
    expect(sockets.size).toBe(0);
  });

  it('gives up a name that is never found', async () => {
    expect(await faultOf('/', { patience: 100, lookup: () => new Promise(() => undefined) })).toBe('timeout');
  });

  it.each([
    ['closes at once', ''],
    ['speaks something else', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['breaks off', `HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n${TEXT}`],
    ['sends headers without end', `HTTP/1.1 200 OK\r\n${`x-filler: ${'x'.repeat(1000)}\r\n`.repeat(100)}`],
    ['changes the protocol', 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: chat\r\n\r\n'],
  ])('fails on a server that %s', async (_, bytes) => {
    const raw = createTcpServer((socket) => socket.on('error', () => undefined).end(bytes)).listen(0, '127.0.0.1');
    await once(raw, 'listening');
    const at = (raw.address() as AddressInfo).port;
    expect(['unreachable', 'http-status']).toContain(await faultOf(`http://calendar.example:${at}/`));
    raw.close();
    expect(await faultOf(`http://calendar.example:${at}/`)).toBe('unreachable');
  });
});
