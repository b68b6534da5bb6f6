import { ZoomError } from './errors';

/** Far above any page of 300 meetings; a longer body is not Zoom speaking. */
const MAX_BODY_BYTES = 5_000_000;

export interface Call {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** What must never appear in an error, however Zoom words its answer. */
  secrets: readonly string[];
  signal?: AbortSignal | undefined;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** `other` is HTML, XML or anything else that is not JSON, cut or whole. */
  body: { is: 'empty' } | { is: 'json'; value: unknown } | { is: 'other'; xml: boolean };
}

/** "POST /v2/users/me/meetings": what an error may say about a call. */
export function labelOf(call: Call): string {
  return `${call.method} ${call.url.pathname}`;
}

/**
 * One HTTP exchange. `timeoutMs` covers it whole, the body included. Redirects are not followed.
 * @throws ZoomError `unreachable` when nothing was sent, `unknown-fate` when the answer did not arrive whole.
 */
export async function send(call: Call, timeoutMs: number): Promise<Answer> {
  if (call.signal?.aborted) throw new ZoomError('unreachable', `${labelOf(call)} was given up before it was sent`);
  const stop = new AbortController();
  const timer = setTimeout(() => {
    stop.abort(new Error(`no answer within ${timeoutMs} ms`));
  }, timeoutMs);
  const giveUp = (): void => {
    stop.abort(new Error('given up by the caller'));
  };
  call.signal?.addEventListener('abort', giveUp);
  try {
    const response = await fetch(call.url, {
      method: call.method,
      headers: { accept: 'application/json', ...call.headers },
      ...(call.body === undefined ? {} : { body: call.body }),
      redirect: 'manual',
      signal: stop.signal,
    });
    return { status: response.status, headers: response.headers, body: await readBody(response) };
  } catch (error) {
    throw failure(call, error, stop.signal.aborted ? (stop.signal.reason as Error).message : null);
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener('abort', giveUp);
  }
}

async function readBody(response: Response): Promise<Answer['body']> {
  const raw = await readBounded(response);
  if (raw === null) return { is: 'other', xml: false };
  if (raw.trim() === '') return { is: 'empty' };
  try {
    return { is: 'json', value: JSON.parse(raw) as unknown };
  } catch {
    const xml = /\bxml\b/i.test(response.headers.get('content-type') ?? '') || raw.trimStart().startsWith('<?xml');
    return { is: 'other', xml: xml && !/<html[\s>]/i.test(raw) };
  }
}

async function readBounded(response: Response): Promise<string | null> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    // Leaving the loop cancels the stream and so closes the connection.
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

interface SystemFault {
  code?: unknown;
  syscall?: unknown;
  errors?: unknown;
}

function failure(call: Call, error: unknown, why: string | null): ZoomError {
  const cause = ((error as { cause?: unknown }).cause ?? {}) as SystemFault;
  const detail = why ?? (typeof cause.code === 'string' ? cause.code : 'the connection broke');
  if (why === null && nothingSent(cause)) {
    return new ZoomError('unreachable', `Zoom could not be reached for ${labelOf(call)}: ${detail}`);
  }
  return new ZoomError('unknown-fate', `${labelOf(call)} has an unknown outcome: ${detail}`);
}

/** By the system call, since EHOSTUNREACH and the like can also hit a connection that was already used. */
function nothingSent(cause: SystemFault): boolean {
  if (cause.syscall === 'connect' || cause.syscall === 'getaddrinfo') return true;
  if (cause.code === 'UND_ERR_CONNECT_TIMEOUT') return true;
  if (typeof cause.code === 'string' && /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(cause.code)) {
    return true;
  }
  // Node tries a name's addresses one after the other and hands back one fault for each.
  return (
    Array.isArray(cause.errors) && cause.errors.length > 0 && cause.errors.every((e) => nothingSent(e as SystemFault))
  );
}
