import { SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper';

/** A kind of thing that happened. Its payload only ever grows. */
export interface FactDefinition<Payload extends object> {
  /** `aggregate.happened`, in the past tense. */
  readonly name: string;
  /** One sentence for docs/events.md. */
  readonly about: string;
  /** Field by field, for docs/events.md. */
  readonly fields: Record<keyof Payload & string, string>;
}

/** A stored fact, as reactions read it. */
export interface Fact<Payload extends object = Record<string, unknown>> {
  id: string;
  accountId: string;
  name: string;
  aggregateId: string;
  /** The aggregate's version after the change: a reaction skips what is older than the row it reads. */
  aggregateVersion: number;
  payload: Payload;
  actorId: string | null;
  subjectId: string | null;
  at: Date;
}

/** Runs in a transaction of its own, once per fact, in no particular order. Network calls go into jobs it adds. */
export interface Reaction<Payload extends object> {
  react(fact: Fact<Payload>): Promise<void>;
}

export interface ReactionInfo {
  fact: string;
  /** `feature.on-fact`, the name of its file. */
  name: string;
  /** One sentence for docs/events.md. */
  about: string;
  /** Which of these facts concern it; absent: all. Asked when the fact is stored. */
  when?: (payload: object) => boolean;
}

const REACTS_TO = 'slotlink:reacts-to';

const defined = new Map<string, FactDefinition<never>>();

export function defineFact<Payload extends object>(
  name: string,
  about: string,
  fields: FactDefinition<Payload>['fields'],
): FactDefinition<Payload> {
  if (defined.has(name)) throw new Error(`The fact ${name} is defined twice`);
  const definition: FactDefinition<Payload> = { name, about, fields };
  defined.set(name, definition);
  return definition;
}

export function allFacts(): readonly FactDefinition<never>[] {
  return [...defined.values()];
}

/** Marks the class that reacts to a fact. */
export const ReactsTo = <Payload extends object>(
  fact: FactDefinition<Payload>,
  name: string,
  about: string,
  when?: (payload: Payload) => boolean,
) =>
  SetMetadata(REACTS_TO, { fact: fact.name, name, about, when: when as ReactionInfo['when'] } satisfies ReactionInfo);

/** What a class reacts to, if it is a reaction. */
export function reactionOf(
  reflector: Reflector,
  provider: NonNullable<InstanceWrapper['metatype']>,
): ReactionInfo | undefined {
  return reflector.get<ReactionInfo | undefined>(REACTS_TO, provider);
}
