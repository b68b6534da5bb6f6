import { ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Invalid, StaleVersion } from './http.problems';

/** The version of `If-Match: "<version>"`, or null when the write is unconditional. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number | null => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined || header === '*') return null;
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1];
  if (version === undefined) {
    const detail = 'must be the version in quotes, as the ETag gave it';
    throw Invalid(`If-Match: ${detail}`, { errors: [{ pointer: 'If-Match', detail }] });
  }
  return Number(version);
});

/** @throws StaleVersion */
export function assertVersion(actual: number, expected: number | null): void {
  if (expected !== null && expected !== actual) {
    throw StaleVersion(`It has version ${actual} by now, not ${expected}.`, {
      headers: { etag: `"${actual}"` },
      members: { version: actual },
    });
  }
}
