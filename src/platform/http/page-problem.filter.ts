import { ArgumentsHost, Catch } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PAGE_HEADERS, escapeHtml, page } from './page';
import { Problem } from './problem';
import { ProblemFilter } from './problem.filter';

/** Thrown in place of a refusal by a page that explains it itself, such as a form with its faults. */
export class RefusedPage extends Error {
  constructor(
    readonly status: number,
    readonly html: string,
  ) {
    super(`a page with status ${status}`);
  }
}

/** For controllers of pages, which people read: refusals are pages, too. */
@Catch()
export class PageProblemFilter extends ProblemFilter {
  override catch(error: unknown, host: ArgumentsHost): void {
    if (!(error instanceof RefusedPage)) {
      super.catch(error, host);
      return;
    }
    send(host.switchToHttp().getResponse<FastifyReply>(), error.status, error.html);
  }

  protected override answer({ definition, detail, extras }: Problem, _: FastifyRequest, reply: FastifyReply): void {
    void reply.headers(extras.headers ?? {});
    send(reply, definition.status, page(definition.title, `<p>${escapeHtml(detail)}</p>`));
  }
}

function send(reply: FastifyReply, status: number, html: string): void {
  void reply.status(status).headers(PAGE_HEADERS).send(html);
}
