import { SetMetadata } from '@nestjs/common';

/** A kind of work done later, outside any transaction, at least once and in no order. */
export interface JobDefinition<Payload extends object> {
  /** `feature.verb-thing`. */
  readonly name: string;
  /** After this many failures, each waiting longer (seconds at first, hours at last), the job is given up and logged. */
  readonly maxAttempts: number;
  /** Only carries the type. */
  readonly payload?: Payload;
}

/** Bears a twin: it reads its rows again and may run twice, also at the same time. */
export interface JobHandler<Payload extends object> {
  run(payload: Payload): Promise<void>;
}

export const HANDLED_JOB = 'slotlink:handled-job';

const defined = new Map<string, JobDefinition<object>>();

export function defineJob<Payload extends object>(
  name: string,
  { maxAttempts = 25 }: { maxAttempts?: number } = {},
): JobDefinition<Payload> {
  if (defined.has(name)) throw new Error(`The job ${name} is defined twice`);
  const definition = { name, maxAttempts };
  defined.set(name, definition);
  return definition;
}

export function allJobs(): readonly JobDefinition<object>[] {
  return [...defined.values()];
}

/** Marks the class that does a job. */
export const HandlesJob = (definition: JobDefinition<object>) => SetMetadata(HANDLED_JOB, definition.name);
