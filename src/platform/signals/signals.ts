import { Injectable, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { EventEmitter } from 'node:events';
import { PinoLogger } from 'nestjs-pino';
import { Client } from 'pg';
import { Addresses } from '../config';
import { Database } from '../database';

const CHANNEL = 'slotlink';
const RECONNECT_MS = 1_000;

/**
 * Wakes whoever waits for a row, in any process, once the change is committed. A signal is only a latency hint: it may
 * be lost, so a waiter reads the row again when it wakes and when its time is up.
 */
@Injectable()
export class Signals implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly waiters = new EventEmitter().setMaxListeners(0);
  /** Connected and listening. */
  private client: Client | undefined;
  /** The same, or on its way to it. */
  private newest: Client | undefined;
  private closed = false;
  private reconnect: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: Database,
    private readonly addresses: Addresses,
    private readonly log: PinoLogger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.listen();
  }

  /** Sent when the transaction under way commits. */
  async send(topic: string): Promise<void> {
    await this.db.query(`SELECT pg_notify($1, $2)`, [CHANNEL, topic]);
  }

  /**
   * Resolves at the next signal on the topic, after `ms`, or when nobody wants to wait any longer. Subscribe before
   * reading the row, so that none is missed.
   */
  wait(topic: string, ms: number, until?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiters.off(topic, done);
        until?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waiters.on(topic, done);
      until?.addEventListener('abort', done);
      if (until?.aborted) done();
    });
  }

  /** The database's process behind our listening connection; it ends when this process does. */
  async backendPid(): Promise<number | null> {
    const result = await this.client?.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return result?.rows[0]?.pid ?? null;
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearTimeout(this.reconnect);
    await this.client?.end();
  }

  private async listen(): Promise<void> {
    const client = new Client({ connectionString: this.addresses.databaseUrl, keepAlive: true });
    client.on('notification', ({ payload }) => this.waiters.emit(payload ?? ''));
    client.on('error', (error) => {
      this.lost(client, error);
    });
    client.on('end', () => {
      this.lost(client);
    });
    this.newest = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      if (this.closed) await client.end();
      else this.client = client;
    } catch (error) {
      this.lost(client, error);
    }
  }

  /** A connection that ends late must not take the one that replaced it along. */
  private lost(client: Client, error?: unknown): void {
    if (this.newest !== client) return;
    this.client = undefined;
    if (this.closed || this.reconnect) return;
    this.log.warn({ err: error }, 'the listening connection was lost; signals are late until it is back');
    this.reconnect = setTimeout(() => {
      this.reconnect = undefined;
      void this.listen();
    }, RECONNECT_MS);
  }
}
