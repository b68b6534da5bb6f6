import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Intents } from '../platform/events';
import { CopyPerson, type DataSubject, GatherPerson, PersonalCopy } from './person.intents';

/** Everything held of a person, in parts that each feature adds. */
export type Copy = Record<string, unknown> & { exportedAt: string };

@Injectable()
export class CopiesPerson {
  constructor(
    private readonly intents: Intents,
    private readonly clock: Clock,
  ) {}

  async run(subject: DataSubject): Promise<Copy> {
    const copy = new PersonalCopy(subject);
    await this.intents.announce(GatherPerson, copy);
    await this.intents.announce(CopyPerson, copy);
    return { exportedAt: this.clock.now().toISOString(), ...copy.parts };
  }
}
