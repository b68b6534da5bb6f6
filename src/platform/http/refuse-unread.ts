import { CallHandler, ExecutionContext, Injectable, NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { Invalid } from './http.problems';
import { pointerStep } from './problem';
import { takesBytes } from './takes-bytes';

const QUERY = String(RouteParamtypes.QUERY);
const BODY = String(RouteParamtypes.BODY);

/** Refuses, by name, what a route of the API was sent and does not read: DTOs do so only where there is one. */
@Injectable()
export class RefuseUnread implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    // Pages are led to by links of others, who add to them what they like.
    if (request.routeOptions.url?.startsWith('/v1/') && !takesBytes(request)) {
      const read = readBy(context);
      if (!read.has(QUERY)) assertNothing(request.query);
      if (!read.has(BODY)) assertNothing(request.body);
    }
    return next.handle();
  }
}

/** What parts of a request a handler takes. */
function readBy(context: ExecutionContext): Set<string> {
  const name = context.getHandler().name;
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), name) ?? {}) as object;
  // Nest names them `<part>:<position>`.
  return new Set(Object.keys(parameters).map((key) => key.split(':')[0] ?? ''));
}

/** @throws Invalid */
function assertNothing(sent: unknown): void {
  if (sent === undefined || sent === null) return;
  const names = typeof sent === 'object' && !Array.isArray(sent) ? Object.keys(sent).slice(0, 50) : null;
  const errors = names?.map((name) => ({ pointer: pointerStep(name), detail: 'unknown field' })) ?? [
    { pointer: '', detail: 'takes no body' },
  ];
  if (errors.length === 0) return;
  throw Invalid(errors.map(({ pointer, detail }) => `${pointer || 'the request'}: ${detail}`).join('; '), { errors });
}
