import { createServer, IncomingHttpHeaders, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Reply =
  { status: number; body?: unknown; headers?: Record<string, string> } | ((response: ServerResponse) => void);

export interface StubZoom {
  port: number;
  received: Received[];
  /** Given out one to each request, in order; after the last, 500. */
  replies: Reply[];
  stop(): Promise<void>;
}

/** For specs only: a server that answers what it is told and knows nothing of Zoom. */
export async function startStubZoom(): Promise<StubZoom> {
  const received: Received[] = [];
  const replies: Reply[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://zoom.test');
      received.push({
        method: request.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      give(response, replies.shift() ?? { status: 500 });
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { port: (server.address() as AddressInfo).port, received, replies, stop };
}

function give(response: ServerResponse, reply: Reply): void {
  if (typeof reply === 'function') {
    reply(response);
    return;
  }
  const body = typeof reply.body === 'string' ? reply.body : reply.body === undefined ? '' : JSON.stringify(reply.body);
  response.writeHead(reply.status, { 'x-zm-trackingid': 'WEB_1', ...reply.headers }).end(body);
}
