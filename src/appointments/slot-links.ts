import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { AppointmentRow } from './appointment.entity';
import { isSeated } from './appointment.rules';
import { AppointmentStore } from './appointment.store';
import { LinkFacts } from './link-facts';
import { type AbsentState, type LinkState, assertLinkTransition, isAbsent, linkAfterWish } from './link.rules';
import { needOfSlot } from './link-need.rules';
import { linkFor } from './own-link.rules';
import { NO_LINK } from './slot-seats';
import type { SlotRow } from './slot.entity';
import { SlotStore } from './slot.store';
import { type Wish, wishes } from './wish.rules';

/** A slot, and whether those who sit in it need a link. */
interface SeatedSlot {
  slot: SlotRow;
  /** Whether it should have a Zoom meeting now. */
  wanted: boolean;
  /** Those who sit in it. */
  appointmentIds: string[];
}

/** What became of the link of a slot. */
export interface SettledLink {
  state: Exclude<LinkState, AbsentState>;
  joinUrl?: string;
  zoomMeetingId?: string;
  passcode?: string | null;
  parkedUntil?: Date;
  reason?: string;
  unmanaged?: boolean;
  /** Each participant gets a link of their own to it. */
  personal?: boolean;
}

/** The link of a slot: whether one is wanted, and what became of it. */
@Injectable()
export class SlotLinks {
  constructor(
    private readonly db: Database,
    private readonly slots: SlotStore,
    private readonly appointments: AppointmentStore,
    private readonly facts: LinkFacts,
    private readonly clock: Clock,
  ) {}

  async read(accountId: string, slotId: string): Promise<SeatedSlot | null> {
    const slot = await this.slots.find(accountId, slotId);
    return slot && this.withSeats(slot);
  }

  /** The same, with the slot's row locked: what is wanted stays so until the transaction ends. */
  async lock(accountId: string, slotId: string): Promise<SeatedSlot | null> {
    const slot = await this.slots.lock(accountId, slotId);
    return slot && this.withSeats(slot);
  }

  /** Locks several, in the order of their ids. */
  async lockAll(accountId: string, slotIds: string[]): Promise<void> {
    await this.slots.lockAll(accountId, slotIds);
  }

  /** After people of an account sat down: they can only add a wish, which the slots' rows then show, too. */
  async addWishes(seated: { appointment: AppointmentRow; slot: SlotRow }[]): Promise<void> {
    const now = this.clock.now();
    const wishing = seated.filter(({ appointment, slot }) => wishes(appointment, slot) && slot.endsAt > now);
    const pending: SlotRow[] = [];
    const changes = wishing.map(({ appointment, slot }) => {
      const { linkState: before } = slot;
      const next = linkAfterWish(before, { wanted: true, began: false });
      if (next) pending.push(Object.assign(slot, { ...NO_LINK, linkState: next }));
      return { appointment, slotId: slot.id, change: cameTo(before, next ?? linkFor(appointment, slot).state) };
    });
    const [first] = pending;
    if (first) {
      const ids = pending.map(({ id }) => id);
      await this.slots.updateAll(first.accountId, ids, { ...NO_LINK, linkState: first.linkState });
    }
    await this.facts.changed(changes);
  }

  /** After slots were opened for people: what they need of meetings is known without a look at anything. */
  async askForNew(opened: { appointment: AppointmentRow; slot: SlotRow }[]): Promise<void> {
    const now = this.clock.now();
    const needs = opened.map(({ appointment, slot }) => needOfSlot(slot, [appointment], now));
    await this.facts.wished(needs.filter(({ wanted }) => wanted));
  }

  /** Somebody was booked over an occurrence of a series: the series' link is not theirs to have, so the slot gets its own. */
  async part(slot: SlotRow): Promise<void> {
    const { accountId, id } = slot;
    slot.linkSeriesId = null;
    await this.slots.update(accountId, id, { linkSeriesId: null });
    await this.settle(accountId, id, { state: 'pending' });
    Object.assign(slot, await this.slots.find(accountId, id));
  }

  /**
   * After somebody came to the slot or left it: a link that is wanted and not there is pending, one nobody needs is
   * released.
   * @param before the appointment as it sat in the slot, or did not
   */
  async refreshWish(slotId: string, appointment: AppointmentRow, before: Wish): Promise<void> {
    const { accountId } = appointment;
    const found = await this.read(accountId, slotId);
    if (!found) return;
    const { slot, wanted } = found;
    const next = linkAfterWish(slot.linkState, { wanted, began: slot.startsAt <= this.clock.now() });
    if (next) await this.slots.update(accountId, slotId, { ...NO_LINK, linkState: next });
    const had = wishes(before, slot);
    const has = appointment.slotId === slotId && isSeated(appointment.status) && wishes(appointment, slot);
    const was = slot.linkState;
    const state = next ?? was;
    if (had && !has && !isAbsent(was)) {
      const change = { before: was, state: 'released', reason: 'left' } as const;
      await this.facts.changed([{ appointment, slotId, change }]);
    }
    if (!had && has && !isAbsent(state)) {
      await this.facts.changed([{ appointment, slotId, change: cameTo(was, state) }]);
    }
  }

  /**
   * Writes what the reconciler found out, and tells everybody who sits in the slot. A slot that wants no link any more
   * keeps what it has.
   */
  async settle(accountId: string, slotId: string, link: SettledLink): Promise<void> {
    await this.db.transaction(async () => {
      const found = await this.lock(accountId, slotId);
      if (found?.wanted) await this.settleLocked(found.slot, link);
    });
  }

  /** The same of a slot that is locked and wants its link. Its row shows the new one afterwards. */
  async settleLocked(slot: SlotRow, link: SettledLink): Promise<void> {
    const { accountId, id: slotId } = slot;
    const next = {
      linkState: link.state,
      linkJoinUrl: link.joinUrl ?? null,
      linkZoomMeetingId: link.zoomMeetingId ?? null,
      linkPasscode: link.passcode ?? null,
      linkParkedUntil: link.parkedUntil ?? null,
      linkReason: link.reason ?? sharedAfterAll(slot, link),
      linkUnmanaged: link.unmanaged ?? false,
      linkPersonal: link.personal ?? false,
    };
    if (sameLink(slot, next)) return;
    assertLinkTransition(slot.linkState, next.linkState);
    await this.slots.update(accountId, slotId, next);
    const was = { ...slot };
    Object.assign(slot, next);
    for (const appointment of await this.appointments.lockSeatedIn(accountId, slotId)) {
      const before = linkFor(appointment, was);
      const after = linkFor(appointment, slot);
      if (!isDeepStrictEqual(before, after)) await this.facts.tell(appointment, slotId, { before, after });
    }
  }

  private async withSeats(slot: SlotRow): Promise<SeatedSlot> {
    const seated = await this.appointments.seatedIn(slot.accountId, slot.id);
    const needing = seated.filter((appointment) => wishes(appointment, slot));
    const wanted = slot.live && needing.length > 0 && slot.endsAt > this.clock.now();
    return { slot, wanted, appointmentIds: seated.map(({ id }) => id) };
  }
}

/** An appointment came to a link: it made it wanted, or found it so. */
function cameTo(was: LinkState, state: LinkState) {
  return was === state
    ? ({ before: 'none', state, reason: 'shared' } as const)
    : ({ before: was, state, reason: 'wanted' } as const);
}

/** Why somebody who should have a link of their own has the one of all. */
function sharedAfterAll({ joinLinks }: SlotRow, { state, personal }: SettledLink): string | null {
  return joinLinks === 'per_participant' && state === 'ready' && !personal ? 'zoom-registration-unavailable' : null;
}

function sameLink(slot: SlotRow, next: Partial<SlotRow>): boolean {
  return Object.entries(next).every(
    ([column, value]) => JSON.stringify(slot[column as keyof SlotRow]) === JSON.stringify(value),
  );
}
