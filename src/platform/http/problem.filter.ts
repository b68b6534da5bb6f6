import { ArgumentsHost, Catch, ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { sqlState } from '../database';
import { Forbidden, Internal, Invalid, NotFound, RateLimited, TooLarge, Unauthenticated } from './http.problems';
import { Unavailable, UnsupportedMediaType } from './http.problems';
import { Problem } from './problem';

/** PostgreSQL classes of "not now": connection lost, shutting down, too many connections. */
const DATABASE_AWAY = /^(08|57P|53)/;

/** Turns whatever was thrown into problem+json. Only a fault of ours is a 500, and only then is it logged as an error. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: PinoLogger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = toProblem(error);
    if (problem.definition.status >= 500) this.log.error({ err: error, url: request.url }, 'request failed');
    const { slug, status, title } = problem.definition;
    const { errors, headers, members } = problem.extras;
    void reply
      .status(status)
      .headers(headers ?? {})
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send({
        type: `https://slotlink.dev/problems/${slug}`,
        title,
        status,
        detail: problem.detail,
        instance: request.url.split('?')[0],
        ...(errors ? { errors } : {}),
        ...members,
      });
  }
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  if (DATABASE_AWAY.test(sqlState(error) ?? '')) return Unavailable('The database does not answer; try again.');
  switch (status) {
    case 400:
      return Invalid(`The request cannot be read: ${message ?? 'bad request'}`, {
        errors: [{ pointer: '', detail: message ?? 'bad request' }],
      });
    case 401:
      return Unauthenticated('Send a valid token as Authorization: Bearer.');
    case 403:
      return Forbidden('Your role does not allow this.');
    case 404:
    case 405:
      return NotFound('No such route.');
    case 413:
      return TooLarge('A body may have 1 MB at most.');
    case 415:
      return UnsupportedMediaType('Send Content-Type: application/json.');
    case 429:
      return RateLimited('Slow down.');
    default:
      return Internal('The fault is logged; try again later.');
  }
}
