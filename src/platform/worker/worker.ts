import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { EventEmitter } from 'node:events';
import { Logger as QueueLogger, Runner, WorkerEvents, run } from 'graphile-worker';
import { PinoLogger } from 'nestjs-pino';
import { Addresses, Config } from '../config';
import { Heartbeat } from './heartbeat';
import { JobHandlers } from './job-handlers';

const BEAT_MS = 10_000;
const CONCURRENCY = 8;

/** Works jobs in this process, unless ROLE=web. */
@Injectable()
export class Worker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private runner: Runner | undefined;
  private readonly workerIds = new Set<string>();

  constructor(
    private readonly config: Config,
    private readonly addresses: Addresses,
    private readonly handlers: JobHandlers,
    private readonly heartbeat: Heartbeat,
    private readonly log: PinoLogger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const taskList = this.handlers.taskList();
    if (this.config.role === 'web') return;
    const events = new EventEmitter() as WorkerEvents;
    events.on('pool:create', ({ workerPool }) => this.workerIds.add(workerPool.id));
    events.on('worker:create', ({ worker }) => this.workerIds.add(worker.workerId));
    this.runner = await run({
      connectionString: this.addresses.databaseUrl,
      taskList,
      events,
      concurrency: CONCURRENCY,
      maxPoolSize: CONCURRENCY,
      pollInterval: 500,
      noHandleSignals: true,
      logger: queueLogger(this.log),
    });
    await this.beat();
  }

  @Interval(BEAT_MS)
  async beat(): Promise<void> {
    if (!this.runner) return;
    await this.heartbeat.beat([...this.workerIds]);
    await this.heartbeat.buryTheDead();
  }

  /** Lets running jobs finish for a moment; what has not is handed back. */
  async beforeApplicationShutdown(): Promise<void> {
    const runner = this.runner;
    if (!runner) return;
    this.runner = undefined;
    await runner.stop();
    await this.heartbeat.farewell();
  }
}

function queueLogger(log: PinoLogger): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    // A const enum of another package, of which only the values exist at run time.
    const name: string = level;
    // The queue's own chatter about each job is below what an operator asks for.
    if (name === 'error' || name === 'warning') log.warn({ queue: message }, 'job queue');
    else log.debug({ queue: message }, 'job queue');
  });
}
