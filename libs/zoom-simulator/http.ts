import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { notJson, tooLarge } from './errors';
import type { JsonObject } from './types';

export interface Call {
  method: string;
  /** As it came, still percent-encoded. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  json?: unknown;
  html?: string;
}

const BODY_LIMIT = 1024 * 1024;

export function callOf(request: IncomingMessage, body: string): Call {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers: request.headers,
    body,
  };
}

/** Past the limit the rest is read and thrown away, so that the refusal can still be heard; past this not even that. */
const PATIENCE = 32 * BODY_LIMIT;

export function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_LIMIT) chunks.push(chunk);
      else if (size > PATIENCE) request.destroy();
    });
    request.on('end', () => {
      if (size > BODY_LIMIT) reject(tooLarge());
      else resolve(Buffer.concat(chunks).toString('utf8'));
    });
    request.on('error', reject);
    request.on('close', () => {
      reject(new Error('The client went away.'));
    });
  });
}

export function send(response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const [type, text] =
    answer.html === undefined
      ? ['application/json;charset=UTF-8', answer.json === undefined ? '' : JSON.stringify(answer.json)]
      : ['text/html;charset=UTF-8', answer.html];
  const headers = { ...(text === '' ? {} : { 'content-type': type }), ...answer.headers };
  try {
    response.writeHead(answer.status, headers);
    // Statuses without a body must not announce one.
    response.end([204, 304].includes(answer.status) ? undefined : text);
  } catch {
    // A fault may ask for headers that node refuses to write.
    response.destroy();
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function jsonObject(body: string): JsonObject {
  try {
    const value: unknown = JSON.parse(body);
    if (isObject(value)) return value;
  } catch {
    // Answered below, as what it is: not a JSON object.
  }
  throw notJson();
}

/** One path segment. A meeting UUID may come encoded twice, and Zoom decodes it again then. */
export function decodeSegment(segment: string): string {
  try {
    const once = decodeURIComponent(segment);
    return /%2[FB]|%3D/i.test(once) ? decodeURIComponent(once) : once;
  } catch {
    return segment;
  }
}

/** Basic credentials of the Authorization header. */
export function basicAuth(headers: IncomingHttpHeaders): { id: string; secret: string } | null {
  const encoded = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 1 ? null : { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}

export const bearerToken = (headers: IncomingHttpHeaders): string | null =>
  /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
