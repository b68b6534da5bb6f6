import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Invalid, UnsupportedMediaType } from './http.problems';

const JSON_TYPES = ['application/json', 'application/merge-patch+json'];
const FORM = 'application/x-www-form-urlencoded';

/** The API speaks JSON; forms are for the plain pages outside /v1. Any other body is refused with 415. */
export function prepareBodies(app: NestFastifyApplication): void {
  app.getHttpAdapter().getInstance().removeAllContentTypeParsers();
  app.useBodyParser(JSON_TYPES, {}, (request, body, done) => {
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
  app.useBodyParser(FORM, {}, (request, body, done) => {
    if (request.url.startsWith('/v1/')) done(UnsupportedMediaType('Send Content-Type: application/json.'));
    else done(null, Object.fromEntries(new URLSearchParams(body.toString())));
  });
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
