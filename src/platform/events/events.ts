import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { currentContext } from '../context';
import { Database } from '../database';
import { Jobs } from '../jobs';
import type { Fact, FactDefinition } from './fact-definition';
import { FactReactions } from './fact-reactions';
import { FactRow } from './fact.entity';

const REACTION_ATTEMPTS = 25;
/** Facts stored by one statement. */
const AT_ONCE = 1_000;

export interface FactAbout {
  accountId: string;
  aggregateId: string;
  aggregateVersion: number;
}

/** Stores what happened, in the transaction that made it happen, with one job per reaction. */
@Injectable()
export class Events {
  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly reactions: FactReactions,
    private readonly clock: Clock,
  ) {}

  async publish<Payload extends object>(
    fact: FactDefinition<Payload>,
    about: FactAbout,
    payload: Payload,
  ): Promise<void> {
    await this.publishAll(fact, [{ about, payload }]);
  }

  /** The same for several at once, in few statements. */
  async publishAll<Payload extends object>(
    fact: FactDefinition<Payload>,
    happened: { about: FactAbout; payload: Payload }[],
  ): Promise<void> {
    if (!this.db.inTransaction) throw new Error(`The fact ${fact.name} is published outside the act's transaction`);
    for (let first = 0; first < happened.length; first += AT_ONCE) {
      await this.store(fact, happened.slice(first, first + AT_ONCE));
    }
  }

  /** What happened to one thing, oldest first. */
  async history(accountId: string, aggregateId: string): Promise<Fact[]> {
    return await this.db.repository(FactRow).find({ where: { accountId, aggregateId }, order: { seq: 'ASC' } });
  }

  private async store<Payload extends object>(
    { name }: FactDefinition<Payload>,
    happened: { about: FactAbout; payload: Payload }[],
  ): Promise<void> {
    const { actorId, subjectId, requestId } = currentContext();
    const rows = happened.map(({ about, payload }) => ({
      id: randomUUID(),
      name,
      schemaVersion: 1,
      ...about,
      payload: payload as FactRow['payload'] & object,
      actorId,
      subjectId,
      requestId,
      at: this.clock.now(),
    }));
    await this.db.repository(FactRow).insert(rows);
    const reactions = this.reactions.to(name);
    await this.jobs.addAll(
      rows.flatMap(({ id, payload }) =>
        reactions
          .filter(({ when }) => when?.(payload) ?? true)
          .map((reaction) => ({
            name: reaction.name,
            payload: { factId: id },
            maxAttempts: REACTION_ATTEMPTS,
          })),
      ),
    );
  }
}
