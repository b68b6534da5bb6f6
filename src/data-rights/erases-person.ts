import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { currentContext } from '../platform/context';
import { Clock } from '../platform/clock';
import { Intents } from '../platform/events';
import { type DataSubject, ErasePerson, Erasure, GatherTraces } from './person.intents';
import { type Receipt, ReceiptStore } from './receipt.store';

/** Lets every feature erase what it holds of a person, and writes the receipt. Part of the acts that erase somebody. */
@Injectable()
export class ErasesPerson {
  constructor(
    private readonly intents: Intents,
    private readonly receipts: ReceiptStore,
    private readonly clock: Clock,
  ) {}

  /** Called inside the act's transaction, whoever is erased locked. */
  async run(subject: DataSubject): Promise<Receipt> {
    const { accountId, kind, id: personId } = subject;
    const at = this.clock.now();
    const erasure = new Erasure(subject, at);
    await this.intents.announce(GatherTraces, erasure);
    await this.intents.announce(ErasePerson, erasure);
    const { actorId } = currentContext();
    const receipt = { id: randomUUID(), kind, personId, actorId, at, erased: erasure.erased };
    await this.receipts.insert(accountId, receipt);
    return receipt;
  }
}
