import { Injectable, SetMetadata } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';

/** Something a lower floor is about to do and a higher one may refuse, or must make room for, first. */
export interface IntentDefinition<Payload extends object> {
  readonly name: string;
  /** Only carries the type. */
  readonly payload?: Payload;
}

/** Runs inside the act's own transaction. To refuse, it throws a Problem. */
export interface IntentAnswer<Payload extends object> {
  answer(payload: Payload): Promise<void>;
}

const ANSWERS_INTENT = 'slotlink:answers-intent';

export function defineIntent<Payload extends object>(name: string): IntentDefinition<Payload> {
  return { name };
}

export const AnswersIntent = (intent: IntentDefinition<object>) => SetMetadata(ANSWERS_INTENT, intent.name);

@Injectable()
export class Intents {
  private answers: Map<string, IntentAnswer<object>[]> | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  /** @throws the Problem of the first floor that refuses */
  async announce<Payload extends object>(intent: IntentDefinition<Payload>, payload: Payload): Promise<void> {
    this.answers ??= this.discover();
    for (const answer of this.answers.get(intent.name) ?? []) await answer.answer(payload);
  }

  private discover(): Map<string, IntentAnswer<object>[]> {
    const answers = new Map<string, IntentAnswer<object>[]>();
    for (const { instance, metatype } of this.discovery.getProviders()) {
      if (!metatype || !instance) continue;
      const name = this.reflector.get<string | undefined>(ANSWERS_INTENT, metatype);
      if (name === undefined) continue;
      answers.set(name, [...(answers.get(name) ?? []), instance as IntentAnswer<object>]);
    }
    return answers;
  }
}
