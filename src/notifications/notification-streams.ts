import type { ServerResponse } from 'node:http';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import type { Principal } from '../identity';
import { Unavailable } from '../platform/http';
import { TooManyStreams } from './notifications.problems';
import { StreamEvents } from './stream-events';

/** Of one person on one instance; far more windows than anybody keeps open. */
const MAX_STREAMS = 20;
const COME_BACK_SECONDS = 30;
/** How long a reader may take nothing (ms) before we give up on them. */
const STALL_MS = 60_000;
/** How long the last words may take to leave (ms). */
const LAST_WORDS_MS = 1_000;

interface OpenStream {
  response: ServerResponse;
  stop: AbortController;
}

/** The streams of notifications that are open on this instance. */
@Injectable()
export class NotificationStreams implements OnModuleDestroy {
  private readonly open = new Map<string, Set<OpenStream>>();
  private closing = false;

  constructor(
    private readonly events: StreamEvents,
    private readonly log: PinoLogger,
  ) {}

  /**
   * Answers with a stream that goes on until the reader leaves, is logged out, or the server ends.
   * @param after number of the last notification they have
   * @throws TooManyStreams, Unavailable
   */
  start(who: Principal, after: number | null, reply: FastifyReply): void {
    if (this.closing) throw Unavailable('The server is about to end; try again.');
    const streams = this.open.get(who.userId) ?? new Set();
    if (streams.size >= MAX_STREAMS) {
      throw TooManyStreams(`You have ${MAX_STREAMS} open already; close some of them.`, {
        headers: { 'retry-after': String(COME_BACK_SECONDS) },
      });
    }
    // Nobody would ever read it.
    if (reply.request.method === 'HEAD') {
      begin(reply).end();
      return;
    }
    const stream: OpenStream = { response: begin(reply), stop: new AbortController() };
    this.open.set(who.userId, streams.add(stream));
    stream.response.once('close', () => {
      stream.stop.abort();
      streams.delete(stream);
      if (streams.size === 0 && this.open.get(who.userId) === streams) this.open.delete(who.userId);
    });
    void this.pump(stream, this.events.run(who, after, stream.stop.signal));
  }

  /** Open streams would keep the server from ever closing. */
  onModuleDestroy(): void {
    this.closing = true;
    for (const streams of this.open.values()) streams.forEach(end);
  }

  /** Asks for the next event only when the last one is on its way: what a slow reader has not taken is not in memory. */
  private async pump(stream: OpenStream, events: AsyncGenerator<string>): Promise<void> {
    const { response, stop } = stream;
    try {
      for await (const text of events) {
        if (stop.signal.aborted) break;
        if (!response.write(text)) await drained(response);
      }
    } catch (error) {
      // The reader comes back and goes on where it stopped.
      this.log.warn({ err: error }, 'a stream of notifications broke off');
    }
    end(stream);
  }
}

function begin(reply: FastifyReply): ServerResponse {
  reply.hijack();
  return reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // A connection that served a stream serves nothing else: it must not outlive it when the server closes.
    connection: 'close',
    // nginx would hold the events back.
    'x-accel-buffering': 'no',
  });
}

/** Whoever takes not even the last words is cut off. */
function end({ response, stop }: OpenStream): void {
  stop.abort();
  if (response.destroyed) return;
  response.end();
  const cut = setTimeout(() => response.destroy(), LAST_WORDS_MS);
  response.once('close', () => {
    clearTimeout(cut);
  });
}

/** Resolves when the reader has taken enough, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    const timer = setTimeout(() => response.destroy(), STALL_MS);
    response.on('drain', done);
    response.on('close', done);
  });
}
