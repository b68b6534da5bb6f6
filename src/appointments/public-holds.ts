import { Injectable } from '@nestjs/common';
import { Calendars } from '../calendars';
import type { HoldInput } from './booking.dto';
import { ExtendHold } from './extend-hold';
import { startOf } from './fields';
import { Hold, HoldSlot } from './hold-slot';
import { ReleaseHold } from './release-hold';

/** Holds as anybody may take, extend and free them. */
@Injectable()
export class PublicHolds {
  constructor(
    private readonly calendars: Calendars,
    private readonly holding: HoldSlot,
    private readonly extending: ExtendHold,
    private readonly releasing: ReleaseHold,
  ) {}

  async hold(slugOrId: string, { start }: HoldInput): Promise<Hold> {
    return this.holding.run(await this.calendars.forPublicBooking(slugOrId), startOf(start));
  }

  async extend(slugOrId: string, token: string): Promise<Hold> {
    const { calendar } = await this.calendars.forPublicBooking(slugOrId);
    return this.extending.run(calendar.id, token);
  }

  async release(slugOrId: string, token: string): Promise<void> {
    const { calendar } = await this.calendars.forPublicBooking(slugOrId);
    return this.releasing.run(calendar.id, token);
  }
}
