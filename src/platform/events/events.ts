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
    if (!this.db.inTransaction) throw new Error(`The fact ${fact.name} is published outside the act's transaction`);
    const { actorId, subjectId, requestId } = currentContext();
    const id = randomUUID();
    await this.db.repository(FactRow).insert({
      id,
      name: fact.name,
      schemaVersion: 1,
      ...about,
      payload: payload as FactRow['payload'] & object,
      actorId,
      subjectId,
      requestId,
      at: this.clock.now(),
    });
    await this.jobs.addAll(
      this.reactions
        .to(fact.name)
        .map(({ name }) => ({ name, payload: { factId: id }, maxAttempts: REACTION_ATTEMPTS })),
    );
  }

  /** What happened to one thing, oldest first. */
  async history(accountId: string, aggregateId: string): Promise<Fact[]> {
    return await this.db.repository(FactRow).find({ where: { accountId, aggregateId }, order: { seq: 'ASC' } });
  }
}
