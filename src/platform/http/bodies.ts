import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Invalid, UnsupportedMediaType } from './http.problems';
import { takesBytes } from './takes-bytes';

const KB = 1024;
/** What a route takes that asks for no token: nobody has to be known to send it. */
const PUBLIC_LIMIT = 256 * KB;
const LIMIT = 1024 * KB;

const JSON_TYPES = ['application/json', 'application/merge-patch+json'];
const FORM = 'application/x-www-form-urlencoded';

type Done = (error: Error | null, body?: unknown) => void;
type Parse = (request: FastifyRequest, body: Buffer, done: Done) => void;

/**
 * The API speaks JSON; forms are for the plain pages outside /v1. Any other body is refused with 415, save where a route
 * takes bytes: there all of them are left as they came.
 */
export function prepareBodies(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  server.removeAllContentTypeParsers();
  server.addHook('onRoute', (route) => {
    route.bodyLimit = limitOf(route.url);
  });
  server.addHook('preParsing', ({ headers }, _reply, payload, done) => {
    const encoding = headers['content-encoding'] ?? 'identity';
    if (encoding.toLowerCase() === 'identity') done(null, payload);
    else done(UnsupportedMediaType('Send the body as it is, without Content-Encoding.'));
  });
  const parse = (types: string | string[], read: Parse) => {
    app.useBodyParser(types, {}, (request: FastifyRequest, body: Buffer, done: Done) => {
      if (takesBytes(request)) done(null);
      else read(request, body, done);
    });
  };
  parse('*', (request, _body, done) => {
    done(request.is404 ? null : UnsupportedMediaType('Send Content-Type: application/json.'));
  });
  parse(JSON_TYPES, (request, body, done) => {
    if (!isUtf8(request.headers['content-type'] ?? '')) {
      done(UnsupportedMediaType('JSON is UTF-8, whatever the charset says.'));
      return;
    }
    try {
      done(null, parseJson(body));
    } catch {
      const detail = 'not JSON in UTF-8';
      done(Invalid(`the body: ${detail}`, { errors: [{ pointer: '', detail }] }));
    }
  });
  parse(FORM, (request, body, done) => {
    if (request.url.startsWith('/v1/')) done(UnsupportedMediaType('Send Content-Type: application/json.'));
    else done(null, Object.fromEntries(new URLSearchParams(body.toString())));
  });
}

/** In bytes. Pages and links of guests stand outside /v1. */
function limitOf(path: string): number {
  return /^\/v1\/(?!public\/|auth\/|signup$|invitations\/)/.test(path) ? LIMIT : PUBLIC_LIMIT;
}

function isUtf8(contentType: string): boolean {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(contentType)?.[1];
  return charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset);
}

/** @returns undefined for an empty body: many clients announce JSON on actions that have none */
function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
}
