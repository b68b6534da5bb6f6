import { Injectable } from '@nestjs/common';
import { Events, type FactAbout, type FactDefinition } from '../platform/events';
import { Audit, type AuditAbout } from './audit';

/** What the audit keeps of a fact beside its name. The target is what the fact is about, unless it says otherwise. */
export type Told = Omit<AuditAbout, 'target' | 'accountId'> & {
  target?: AuditAbout['target'];
  /** The fact's name when absent. */
  action?: string;
};

/** Says what an act did, twice in one call: a fact for whoever reacts to it, an entry for whoever asks later. */
@Injectable()
export class Acts {
  constructor(
    private readonly events: Events,
    private readonly audit: Audit,
  ) {}

  async publish<Payload extends object>(
    fact: FactDefinition<Payload>,
    about: FactAbout,
    payload: Payload,
    told: Told = {},
  ): Promise<void> {
    await this.publishAll(fact, [{ about, payload, told }]);
  }

  /** The same for several at once, in few statements. */
  async publishAll<Payload extends object>(
    fact: FactDefinition<Payload>,
    happened: { about: FactAbout; payload: Payload; told: Told }[],
  ): Promise<void> {
    await this.events.publishAll(fact, happened);
    const entries = happened.map(
      ({ about: { accountId, aggregateId: id }, told: { action = fact.name, ...told } }) => ({
        action,
        about: { target: { kind: nounOf(fact.name), id }, ...told, accountId },
      }),
    );
    await this.audit.append(entries);
  }

  /** What only the audit is told. */
  async record(action: string, about: AuditAbout): Promise<void> {
    await this.audit.record(action, about);
  }
}

/** `appointment` of `appointment.booked`. */
const nounOf = (name: string) => name.split('.')[0] ?? name;
