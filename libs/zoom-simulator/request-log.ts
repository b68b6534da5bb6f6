import type { Call } from './http';

interface LoggedRequest {
  at: string;
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** The JSON object or the form as it came, a text that is neither, or null. */
  body: unknown;
  /** 0: never answered. */
  status: number;
  email: string | null;
}

/** The newest requests, in memory only: a restart begins an empty log. */
const KEPT = 20_000;
const SECRETS = new Set([
  'access_token',
  'client_secret',
  'code',
  'code_verifier',
  'refresh_token',
  'token',
  'authorization',
  'cookie',
]);
const REDACTED = '[redacted]';

const redact = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, SECRETS.has(name) ? REDACTED : value]));

function readable(call: Call): unknown {
  if (call.body === '') return null;
  if ((call.headers['content-type'] ?? '').includes('x-www-form-urlencoded')) {
    return redact(Object.fromEntries(new URLSearchParams(call.body)));
  }
  try {
    const value: unknown = JSON.parse(call.body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? redact({ ...value }) : value;
  } catch {
    return call.body;
  }
}

export class RequestLog {
  private entries: LoggedRequest[] = [];

  open(call: Call, at: number, email: string | null): LoggedRequest {
    const headers = Object.entries(call.headers).map(([name, value]) => [name, String(value)]);
    const scheme = /^(Basic|Bearer)\s/i.exec(call.headers.authorization ?? '')?.[1];
    const entry: LoggedRequest = {
      at: new Date(at).toISOString(),
      method: call.method,
      path: call.path,
      query: redact(Object.fromEntries(call.query)) as Record<string, string>,
      headers: {
        ...(redact(Object.fromEntries(headers) as Record<string, string>) as Record<string, string>),
        ...(scheme === undefined ? {} : { authorization: `${scheme} ${REDACTED}` }),
      },
      body: readable(call),
      status: 0,
      email,
    };
    this.entries.push(entry);
    if (this.entries.length > KEPT * 1.1) this.entries = this.entries.slice(-KEPT);
    return entry;
  }

  list(email: string | null): LoggedRequest[] {
    const newest = this.entries.slice(-KEPT);
    return email === null ? newest : newest.filter((entry) => entry.email === email);
  }

  clear(): void {
    this.entries = [];
  }
}
