import { ArgumentsHost, Catch, ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { sqlState } from '../database';
import { withoutTokens } from '../log';
import { Forbidden, Internal, Invalid, NotFound, RateLimited, TooLarge, Unauthenticated } from './http.problems';
import { Unavailable, UnsupportedMediaType } from './http.problems';
import { Problem, typeOf } from './problem';

/** PostgreSQL classes of "not now": connection lost, shutting down, too many connections. */
const DATABASE_AWAY = /^(08|57P|53)/;
/** PostgreSQL classes of values it has no room for, which a validation should have named. */
const UNFIT_VALUE = /^(22|54)/;

/** Turns whatever was thrown into problem+json. Only a fault of ours is a 500, and only then is it logged as an error. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: PinoLogger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const problem = toProblem(error);
    const ours = problem.definition.status >= 500 || UNFIT_VALUE.test(sqlState(error) ?? '');
    if (ours) this.log.error({ err: error, url: withoutTokens(request.url) }, 'request failed');
    this.answer(problem, request, http.getResponse<FastifyReply>());
  }

  protected answer(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
    answerWith(problem, request, reply);
  }
}

/** For addresses that Fastify cannot even look up, such as `/%`: nothing is there. @param headers by address */
export function answerUnroutable(headers: (url: string) => Record<string, string>) {
  return (_error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    reply.headers(headers(request.url));
    answerWith(NotFound('No such route.'), request, reply);
  };
}

function answerWith({ definition, detail, extras }: Problem, request: FastifyRequest, reply: FastifyReply): void {
  const { slug, status, title } = definition;
  const { errors, headers, members } = extras;
  void reply
    .status(status)
    .headers(headers ?? {})
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send({
      type: typeOf(slug),
      title,
      status,
      detail,
      instance: request.url.split('?')[0],
      ...(errors ? { errors } : {}),
      ...members,
    });
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const state = sqlState(error) ?? '';
  if (DATABASE_AWAY.test(state)) return Unavailable('The database does not answer; try again.');
  if (UNFIT_VALUE.test(state)) return Invalid('A value is out of range or cannot be stored.');
  const { statusCode, message } = (error ?? {}) as { statusCode?: number; message?: string };
  return ofStatus(error instanceof HttpException ? error.getStatus() : (statusCode ?? 500), message ?? 'bad request');
}

function ofStatus(status: number, message: string): Problem {
  switch (status) {
    case 401:
      return Unauthenticated('Send a valid token as Authorization: Bearer.');
    case 403:
      return Forbidden('This is not allowed.');
    case 404:
    case 405:
      return NotFound('No such route.');
    case 413:
      return TooLarge('The body is larger than this route takes.');
    case 415:
      return UnsupportedMediaType('Send Content-Type: application/json.');
    case 429:
      return RateLimited('Slow down.');
    default:
      if (status >= 500) return Internal('The fault is logged; try again later.');
      return Invalid(`The request cannot be read: ${message}`, { errors: [{ pointer: '', detail: message }] });
  }
}
