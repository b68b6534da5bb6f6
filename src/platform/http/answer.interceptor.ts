import { createHash } from 'node:crypto';
import { CallHandler, ExecutionContext, Injectable, NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Observable, from, lastValueFrom } from 'rxjs';
import { currentContext } from '../context';
import { Database } from '../database';
import { ImprovingAnswer } from './answer';
import { Invalid } from './http.problems';
import { IdempotencyStore, RequestKey, StoredAnswer } from './idempotency.store';
import { NOT_REPEATABLE } from './not-repeatable';
import { OneAtATime } from './one-at-a-time';

/**
 * Answers a repeated creation with its first answer, awaits answers that get better, and gives versioned bodies
 * their ETag. With an Idempotency-Key the key, the act and the answer share one transaction.
 */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  private readonly twins = new OneAtATime();

  constructor(
    private readonly db: Database,
    private readonly store: IdempotencyStore,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const repeatable = !this.reflector.get<boolean | undefined>(NOT_REPEATABLE, context.getHandler());
    const key = repeatable ? requestKey(request) : null;
    return from(this.answer(key, reply, () => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }

  private async answer(key: RequestKey | null, reply: FastifyReply, act: () => Promise<unknown>): Promise<unknown> {
    const body = key
      ? await this.twins.run(`${key.scope} ${key.key}`, () => this.once(key, reply, act))
      : await improved(await act());
    const version = (body as { version?: unknown } | null | undefined)?.version;
    if (typeof version === 'number') reply.header('etag', `"${version}"`);
    return body;
  }

  private async once(key: RequestKey, reply: FastifyReply, act: () => Promise<unknown>): Promise<unknown> {
    const outcome = await this.db.transaction(async () => {
      const earlier = await this.store.take(key);
      if (earlier) return { earlier };
      const answer = await act();
      const first = answer instanceof ImprovingAnswer ? (answer.first as unknown) : answer;
      await this.store.keep(key, { status: reply.statusCode, body: first });
      return { answer, first };
    });
    if ('earlier' in outcome && outcome.earlier) return replay(outcome.earlier, reply);
    const final = await improved(outcome.answer);
    if (final !== outcome.first) await this.store.keep(key, { status: reply.statusCode, body: final });
    return final;
  }
}

function replay({ status, body }: StoredAnswer, reply: FastifyReply): unknown {
  reply.status(status).header('idempotency-replayed', 'true');
  return body;
}

async function improved(answer: unknown): Promise<unknown> {
  return answer instanceof ImprovingAnswer ? ((await answer.better()) as unknown) : answer;
}

/** The key of a POST, or null. Its scope is who asks, for what. */
function requestKey(request: FastifyRequest): RequestKey | null {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || key === undefined) return null;
  if (typeof key !== 'string' || key === '' || key.length > 255) {
    const detail = 'must have 1 to 255 characters';
    throw Invalid(`Idempotency-Key: ${detail}`, { errors: [{ pointer: 'Idempotency-Key', detail }] });
  }
  const { accountId, subjectId, actorId } = currentContext();
  // Whoever acts as another is not answered with what the other was.
  const actor = actorId === subjectId ? '' : ` by ${actorId ?? ''}`;
  const principal = subjectId ? `${accountId ?? ''}/${subjectId}${actor}` : 'public';
  const path = request.url.split('?')[0] ?? '';
  const hash = createHash('sha256')
    .update(JSON.stringify(request.body ?? null))
    .digest('base64url');
  return { scope: `${principal} ${path}`, key, hash };
}
