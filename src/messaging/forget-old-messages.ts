import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../platform/clock';
import { Config } from '../platform/config';
import { MessageStore } from './message.store';

const HOURLY = 3_600_000;
const DAY_MS = 86_400_000;
/** So that the first look of a server that was off for long holds no row locked for long. */
const AT_ONCE = 1_000;

/** What was sent says who met whom and where, so it is kept for so many days only. What is still to leave stays. */
@Injectable()
export class ForgetOldMessages {
  constructor(
    private readonly messages: MessageStore,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  @Interval(HOURLY)
  async run(): Promise<void> {
    const before = new Date(this.clock.ms() - this.config.messagesDays * DAY_MS);
    while ((await this.messages.forgetSent(before, AT_ONCE)) === AT_ONCE);
  }
}
