import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../platform/clock';
import { Config } from '../platform/config';
import { ZoomEventStore } from './zoom-event.store';

const HOURLY = 3_600_000;
const DAY_MS = 86_400_000;
/** So that the first look of a server that was off for long holds no row locked for long. */
const AT_ONCE = 1_000;

/** Raw events name people who took part in meetings, so they are kept for so many days only. */
@Injectable()
export class ForgetOldEvents {
  constructor(
    private readonly events: ZoomEventStore,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  @Interval(HOURLY)
  async run(): Promise<void> {
    const before = new Date(this.clock.ms() - this.config.zoomEventsDays * DAY_MS);
    while ((await this.events.forget(before, AT_ONCE)) === AT_ONCE);
  }
}
