import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../platform/clock';
import { SlotStore } from './slot.store';

const HOURLY = 3_600_000;
const DAY_MS = 86_400_000;

/** Drops holds that ended long ago. Nothing waits for this: every claim passes over them by itself. */
@Injectable()
export class ForgetOldHolds {
  constructor(
    private readonly slots: SlotStore,
    private readonly clock: Clock,
  ) {}

  @Interval(HOURLY)
  async run(): Promise<void> {
    await this.slots.forgetHolds(new Date(this.clock.ms() - DAY_MS));
  }
}
