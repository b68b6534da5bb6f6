import type { Socket } from 'node:net';
import { typeOf } from './problem';

const PROBLEMS: Record<string, [status: string, slug: string, detail: string]> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'too-large',
    'The address and the headers are too long.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'invalid', 'The request did not arrive in time.'],
};

/** Answers what Node's parser gives up on before there is a request, as a problem like any other. */
export function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [line, slug, detail] = PROBLEMS[error.code ?? ''] ?? ['400 Bad Request', 'invalid', 'This is not HTTP.'];
  const status = Number(line.slice(0, 3));
  const title = line.slice(4);
  const body = JSON.stringify({ type: typeOf(slug), title, status, detail, instance: '' });
  socket.end(
    `HTTP/1.1 ${line}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
