import { Injectable } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import type { TaskList } from 'graphile-worker';
import { PinoLogger } from 'nestjs-pino';
import { FactReactions } from '../events';
import { NOBODY, runInContext } from '../context';
import { HANDLED_JOB, JobHandler, allJobs } from '../jobs';

/** Finds who does which job. Boot fails when a job has nobody or two. */
@Injectable()
export class JobHandlers {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
    private readonly reactions: FactReactions,
    private readonly log: PinoLogger,
  ) {}

  /** A task for every job and every reaction. */
  taskList(): TaskList {
    const tasks: TaskList = {};
    for (const [name, handler] of this.handlers()) {
      tasks[name] = (payload) => this.work(name, () => handler.run(payload as object));
    }
    for (const reaction of this.reactions.all()) {
      tasks[reaction.name] = (payload) =>
        this.work(reaction.name, () => this.reactions.run(reaction, payload as { factId: string }));
    }
    return tasks;
  }

  private handlers(): Map<string, JobHandler<object>> {
    const handlers = new Map<string, JobHandler<object>>();
    for (const { instance, metatype } of this.discovery.getProviders()) {
      if (!metatype || !instance) continue;
      const name = this.reflector.get<string | undefined>(HANDLED_JOB, metatype);
      if (name === undefined) continue;
      if (handlers.has(name)) throw new Error(`The job ${name} has two handlers`);
      handlers.set(name, instance as JobHandler<object>);
    }
    for (const { name } of allJobs()) {
      if (!handlers.has(name)) throw new Error(`The job ${name} has no handler`);
    }
    return handlers;
  }

  private async work(name: string, run: () => Promise<void>): Promise<void> {
    try {
      await runInContext({ ...NOBODY }, run);
    } catch (error) {
      this.log.warn({ job: name, err: error }, 'a job failed and will be tried again');
      throw error;
    }
  }
}
