import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { AppointmentStore } from './appointment.store';
import { type LinkNeed, type LinkOwner, needOfSeries, needOfSlot } from './link-need.rules';
import { LinkStore, type LinkedSeries } from './link.store';
import { type SettledLink, SlotLinks } from './slot-links';
import type { SlotRow } from './slot.entity';
import { SlotStore } from './slot.store';

/** What slots, and series whose slots have one link together, need of a meeting. In transactions. */
@Injectable()
export class LinkNeeds {
  constructor(
    private readonly store: LinkStore,
    private readonly links: SlotLinks,
    private readonly appointments: AppointmentStore,
    private readonly slots: SlotStore,
    private readonly clock: Clock,
  ) {}

  /** Of these slots, and of the series that they or those in them belong to. All their slots are locked. */
  async lock(accountId: string, slotIds: string[]): Promise<LinkNeed[]> {
    const series = await this.store.seriesOf(accountId, slotIds);
    const { slots, seated, now } = await this.read(accountId, slotIds, series);
    const own = slots.filter(({ id }) => slotIds.includes(id)).map((slot) => needOfSlot(slot, seated, now));
    const hostIds = [...new Set(slots.map(({ leadUserId }) => leadUserId))];
    const shared = series.flatMap(({ id: seriesId, calendarId }) =>
      hostIds.map((hostUserId) => {
        const owner = { accountId, slotId: null, seriesId, hostUserId, calendarId };
        return needOfSeries(owner, slots, seated, now);
      }),
    );
    return [...own, ...shared];
  }

  /** Of one owner, whose slots are locked. */
  async lockOwner(accountId: string, { slotId, seriesId, hostUserId }: LinkOwner): Promise<LinkNeed | null> {
    const series = seriesId === null ? [] : await this.store.series(accountId, [seriesId]);
    const { slots, seated, now } = await this.read(accountId, slotId === null ? [] : [slotId], series);
    const [first] = series;
    if (first) {
      const owner = { accountId, slotId: null, seriesId: first.id, hostUserId, calendarId: first.calendarId };
      return needOfSeries(owner, slots, seated, now);
    }
    return slots[0] ? needOfSlot(slots[0], seated, now) : null;
  }

  /** Whom a slot occupies. */
  async hostsOf(accountId: string, slotId: string): Promise<string[]> {
    return (await this.slots.hostsOf(accountId, [slotId])).map(({ hostId }) => hostId);
  }

  /** Those of the slots whose link nobody needs any more. */
  async released(accountId: string, slotIds: string[]): Promise<string[]> {
    const slots = await this.slots.byIds(accountId, slotIds);
    return slots.filter(({ linkState }) => linkState === 'released').map(({ id }) => id);
  }

  /** Says what became of the link to everybody it is for. Each slot may have an answer of its own. */
  async settle(need: LinkNeed, linkOf: (slot: SlotRow) => SettledLink | undefined): Promise<void> {
    const { accountId, slots, appointmentIds } = need;
    if (!need.wanted) return;
    if (slots.length > 1) await this.appointments.lockAll(accountId, appointmentIds);
    for (const slot of slots) {
      const link = linkOf(slot);
      if (link) await this.links.settleLocked(slot, link);
    }
  }

  private async read(accountId: string, slotIds: string[], series: LinkedSeries[]) {
    const now = this.clock.now();
    const whose = { slotIds, seriesIds: series.map(({ id }) => id) };
    const slots = await this.store.lockSlots(accountId, whose, now);
    const ids = slots.map(({ id }) => id);
    return { slots, seated: await this.store.seatedIn(accountId, ids), now };
  }
}
