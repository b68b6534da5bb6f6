import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
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

/** The newest requests. */
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

/** Which request it is, and the request. Of two with one number the later counts. */
type Line = [number: number, request: LoggedRequest];

/** Every request, on disk before it is worked on and again before it is answered, so that kill -9 loses none. */
export class RequestLog {
  private lines: Line[];
  private last: number;

  constructor(private readonly file: string | null) {
    this.lines = file === null ? [] : read(file).slice(-KEPT);
    this.last = this.lines.at(-1)?.[0] ?? 0;
    if (file === null) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, this.lines.map(textOf).join(''), { mode: 0o600 });
  }

  /** @returns what to say once it is answered */
  open(call: Call, at: number, email: string | null): (status: number) => void {
    const headers = Object.entries(call.headers).map(([name, value]) => [name, String(value)]);
    const scheme = /^(Basic|Bearer)\s/i.exec(call.headers.authorization ?? '')?.[1];
    const request: LoggedRequest = {
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
    this.last += 1;
    const line: Line = [this.last, request];
    this.lines.push(line);
    if (this.lines.length > KEPT * 1.1) this.lines = this.lines.slice(-KEPT);
    this.write(line);
    return (status) => {
      request.status = status;
      this.write(line);
    };
  }

  list(email: string | null): LoggedRequest[] {
    const newest = this.lines.slice(-KEPT).map(([, request]) => request);
    return email === null ? newest : newest.filter((request) => request.email === email);
  }

  clear(): void {
    this.lines = [];
    if (this.file !== null) writeFileSync(this.file, '');
  }

  private write(line: Line): void {
    if (this.file !== null) appendFileSync(this.file, textOf(line));
  }
}

const textOf = (line: Line): string => `${JSON.stringify(line)}\n`;

function read(file: string): Line[] {
  if (!existsSync(file)) return [];
  const byNumber = new Map<number, LoggedRequest>();
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    const line = parse(text);
    if (line) byNumber.set(...line);
  }
  return [...byNumber];
}

/** Null for a line that kill -9 cut short. */
function parse(text: string): Line | null {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return null;
  }
}
