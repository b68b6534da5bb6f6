import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { NotFound } from '../platform/http';
import { ReadPrivateFeed } from './read-private-feed';

const SUFFIX = '.ics';

/** Answers those who subscribe: with the calendar, or that it is as it was. */
@Injectable()
export class FeedAnswer {
  constructor(private readonly feed: ReadPrivateFeed) {}

  /**
   * @param file the token and `.ics`
   * @param known the `If-None-Match` of the request
   * @throws NotFound
   */
  async to(reply: FastifyReply, file: string, known: string | undefined): Promise<string> {
    if (!file.endsWith(SUFFIX)) throw NotFound('No such route.');
    const text = await this.feed.run(file.slice(0, -SUFFIX.length));
    const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
    void reply.headers({ etag, 'cache-control': 'private, no-cache' });
    if (known !== undefined && tagsOf(known).includes(etag)) {
      void reply.status(304);
      return '';
    }
    void reply.header('content-type', 'text/calendar; charset=utf-8');
    return text;
  }
}

function tagsOf(header: string): string[] {
  return header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
}
