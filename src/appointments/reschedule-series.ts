import { Injectable } from '@nestjs/common';
import type { Bookable } from '../calendars';
import { Database } from '../platform/database';
import { Invalid, assertVersion } from '../platform/http';
import { TransitionNotAllowed } from './appointments.problems';
import { refusal } from './host-choice';
import { ownLength } from './moving';
import { MovingTogether } from './moving-together';
import type { Wish } from './planning.rules';
import { assertHost } from './reschedule-appointment';
import { type Mover, shifted, stayedBehind } from './series-moves.rules';
import { type ChangedSeries, SeriesRecords } from './series-records';
import { refusalOfAll } from './series-refusal';
import { type ScopeAsk, type Scoped, SeriesScope, occupiedBy } from './series-scope';
import { SeriesSeats } from './series-seats';
import type { SeriesRow } from './series.entity';

export interface SeriesMove extends ScopeAsk {
  /** Where the appointment it is asked of goes, epoch milliseconds; the others go as far by the wall clock. */
  start: number;
  /** The new host of all. */
  hostUserId?: string;
  timezone?: string;
  /** Those that cannot move stay where they are; without it nobody moves then. */
  onConflict?: 'skip';
  /** Of the appointment it is asked of. */
  expectedVersion: number | null;
}

/** Years have four digits. */
const END_OF_TIME = Date.UTC(9999, 0, 1);
const START_OF_TIME = Date.UTC(1970, 0, 1);

interface Ready {
  series: SeriesRow;
  bookable: Bookable;
  scoped: Scoped;
}

/** Moves what lies ahead of a series, or of its rest, in one transaction. What follows from it: docs/events.md. */
@Injectable()
export class RescheduleSeries {
  constructor(
    private readonly db: Database,
    private readonly scope: SeriesScope,
    private readonly seats: SeriesSeats,
    private readonly moving: MovingTogether,
    private readonly records: SeriesRecords,
  ) {}

  /** @throws NotFound, Invalid, StaleVersion, TransitionNotAllowed, SlotTaken, SlotNotOffered, ChangedMeanwhile */
  run(move: SeriesMove): Promise<ChangedSeries> {
    return this.db.transaction(async () => {
      const before = await this.scope.read(move);
      const bookable = await this.seats.lockToMove(before.asked.appointment, occupiedBy(before));
      assertHost(bookable, move.hostUserId);
      const scoped = await this.scope.lockRows(move, before);
      assertMovable(move, scoped);
      const series = await this.records.get(move.accountId, scoped.seriesId);
      return this.move(move, { series, bookable, scoped });
    });
  }

  private async move(move: SeriesMove, { series, bookable, scoped }: Ready): Promise<ChangedSeries> {
    const all = moversOf(move, { series, bookable, scoped });
    const from = new Map(scoped.concerned.map((locked) => [locked.appointment.id, locked]));
    for (const mover of all.filter((mover) => staysPut(mover, move))) {
      const locked = from.get(mover.id);
      if (locked) await this.moving.keep(locked, move.timezone);
    }
    const movers = all.filter((mover) => !staysPut(mover, move));
    const { moves, refused } = await this.seats.plan(bookable, movers, move.onConflict === 'skip');
    const conflicts = refused.map(stayedBehind).sort((a, b) => (a.start < b.start ? -1 : 1));
    const shut = refused.find(({ reason }) => reason === 'no-hosts');
    if (shut) throw refusal(shut.reason);
    if (conflicts.length > 0 && (move.onConflict !== 'skip' || moves.length === 0)) throw refusalOfAll(conflicts);
    const { hostUserId, timezone } = move;
    const moved = await this.moving.run({ bookable, moves, from, hostUserId, timezone });
    return this.records.rescheduled(series, moved, conflicts);
  }
}

/** Each goes as far as the one asked of. A series with one host keeps that host, as long as they are in the calendar. */
function moversOf(move: SeriesMove, { series, bookable, scoped: { asked, concerned } }: Ready): Mover[] {
  const shift = { from: asked.slot.startsAt.getTime(), to: move.start };
  const movers = concerned.map(({ appointment: { id }, slot }): Mover => {
    const start = shifted(series.timezone, slot.startsAt.getTime(), shift);
    const lead = bookable.hosts.find(({ userId }) => userId === slot.leadUserId)?.userId;
    const wish: Wish = {
      start,
      length: ownLength(slot, bookable),
      hostUserId: move.hostUserId ?? (series.host === 'same' ? lead : undefined),
      preferUserId: lead,
      unlimited: id !== move.id,
      ignoreInactive: true,
    };
    return { id, from: slot.startsAt.getTime(), leaves: { slotId: slot.id, leadUserId: slot.leadUserId }, wish };
  });
  if (movers.some(({ wish: { start } }) => start < START_OF_TIME || start >= END_OF_TIME)) {
    const detail = 'must leave all of them between the years 1970 and 9998';
    throw Invalid(`start: ${detail}`, { errors: [{ pointer: '/start', detail }] });
  }
  return movers;
}

/** The same date and time keeps the slot, and with it the link. */
function staysPut({ from, leaves, wish }: Mover, { hostUserId }: SeriesMove): boolean {
  return wish.start === from && (hostUserId === undefined || hostUserId === leaves.leadUserId);
}

function assertMovable({ id, expectedVersion }: SeriesMove, { asked, concerned }: Scoped): void {
  assertVersion(asked.appointment.version, expectedVersion);
  if (concerned.some(({ appointment }) => appointment.id === id)) return;
  throw TransitionNotAllowed('What is over or was cancelled cannot be moved; ask of one that lies ahead.');
}
