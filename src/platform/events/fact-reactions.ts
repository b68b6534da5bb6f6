import { Injectable } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { Database } from '../database';
import { Reaction, ReactionInfo, allFacts, reactionOf } from './fact-definition';
import { FactRow } from './fact.entity';

export interface FoundReaction extends ReactionInfo {
  reaction: Reaction<Record<string, unknown>>;
}

/** Which classes react to which facts. Found once, at boot. */
@Injectable()
export class FactReactions {
  private found: Map<string, FoundReaction[]> | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
    private readonly db: Database,
  ) {}

  all(): FoundReaction[] {
    return [...this.byFact().values()].flat();
  }

  to(factName: string): FoundReaction[] {
    return this.byFact().get(factName) ?? [];
  }

  /** Lets a reaction do its work, unless it has for this fact. */
  async run(found: FoundReaction, { factId }: { factId: string }): Promise<void> {
    await this.db.transaction(async () => {
      const first = await this.db.query(
        `INSERT INTO reactions_done (fact_id, reaction) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING fact_id`,
        [factId, found.name],
      );
      if (first.length === 0) return;
      const row = await this.db.repository(FactRow).findOneByOrFail({ id: factId });
      await found.reaction.react(row);
    });
  }

  private byFact(): Map<string, FoundReaction[]> {
    this.found ??= this.discover();
    return this.found;
  }

  private discover(): Map<string, FoundReaction[]> {
    const reactions = new Map<string, FoundReaction[]>(allFacts().map(({ name }) => [name, []]));
    const names = new Set<string>();
    for (const { instance, metatype } of this.discovery.getProviders()) {
      if (!metatype || !instance) continue;
      const info = reactionOf(this.reflector, metatype);
      if (info === undefined) continue;
      const list = reactions.get(info.fact);
      if (!list) throw new Error(`${info.name} reacts to ${info.fact}, which nothing defines`);
      if (names.has(info.name)) throw new Error(`Two reactions are named ${info.name}`);
      names.add(info.name);
      list.push({ ...info, reaction: instance as FoundReaction['reaction'] });
    }
    return reactions;
  }
}
