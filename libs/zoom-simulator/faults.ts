import { isObject } from './http';
import type { JsonObject } from './types';

const KINDS = ['status', 'timeout', 'timeout-after-commit', 'reset', 'reset-after-commit', 'html', 'slow'] as const;

export interface Fault {
  kind: (typeof KINDS)[number];
  method: string | null;
  path: RegExp | null;
  email: string | null;
  times: number;
  status: number;
  body: unknown;
  headers: Record<string, string>;
  delayMs: number;
}

/** A control request that makes no sense; answered 400 `{error}`. */
export class ControlError extends Error {
  constructor(
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

const optionalText = (body: JsonObject, field: string): string | null => {
  const value = body[field] ?? null;
  if (value !== null && typeof value !== 'string') throw new ControlError(`${field} must be a string.`);
  return value;
};

function whole(body: JsonObject, field: string, otherwise: number, min: number, max: number): number {
  const value = body[field] ?? otherwise;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new ControlError(`${field} must be a whole number from ${min} to ${max}.`);
}

function pattern(text: string | null): RegExp | null {
  try {
    return text === null ? null : new RegExp(text);
  } catch {
    throw new ControlError('path must be a regular expression.');
  }
}

export function readFault(body: JsonObject): Fault {
  const kind = KINDS.find((known) => known === body.kind);
  if (kind === undefined) throw new ControlError(`kind must be one of ${KINDS.join(', ')}.`);
  const headers = body.headers ?? {};
  if (!isObject(headers)) throw new ControlError('headers must be an object.');
  return {
    kind,
    method: optionalText(body, 'method')?.toUpperCase() ?? null,
    path: pattern(optionalText(body, 'path')),
    email: optionalText(body, 'email')?.toLowerCase() ?? null,
    times: whole(body, 'times', 1, 1, 1_000_000),
    status: whole(body, 'status', kind === 'html' ? 502 : 500, 200, 599),
    body: body.body,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name.toLowerCase(),
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
    delayMs: whole(body, 'delayMs', kind === 'slow' ? 1000 : 0, 0, 600_000),
  };
}

/** Faults waiting for the requests they match, oldest first. */
export class Faults {
  private waiting: Fault[] = [];

  add(fault: Fault): void {
    this.waiting.push(fault);
  }

  clear(): void {
    this.waiting = [];
  }

  list(): object[] {
    return this.waiting.map((fault) => ({ ...fault, path: fault.path?.source ?? null }));
  }

  /** The path may be written with or without `/v2`. */
  take(method: string, path: string, email: string | null): Fault | null {
    const fault = this.waiting.find(
      (candidate) =>
        (candidate.method === null || candidate.method === method) &&
        (candidate.email === null || candidate.email === email) &&
        (candidate.path === null || candidate.path.test(path) || candidate.path.test(path.replace(/^\/v2/, ''))),
    );
    if (fault === undefined) return null;
    fault.times -= 1;
    if (fault.times === 0) this.waiting = this.waiting.filter((other) => other !== fault);
    return fault;
  }
}
