import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { Database } from '../platform/database';
import { HoldEntity, type HoldRow } from './hold.entity';
import { SlotHostRow } from './slot-host.entity';
import { SlotEntity, type SlotRow } from './slot.entity';
import { SEATED } from './appointment.rules';

/**
 * Busy times of a host, in no order: those of one slot, or all others together. Epoch milliseconds, packed, because
 * thousands of rows or Dates would cost more than the engine does.
 */
export interface BusyRow {
  hostId: string;
  /** Null for the times of all slots that were not asked for apart. */
  slotId: string | null;
  starts: number[];
  ends: number[];
}

export interface OpenSlotRow {
  slotId: string;
  leadUserId: string | null;
  start: number;
  end: number;
  capacity: number;
  seatsTaken: number;
}

export interface HostTime {
  hostId: string;
  position: number;
  start: Date;
  end: Date;
}

/** Slots, the time they take from their hosts, and the holds in them. */
@Injectable()
export class SlotStore {
  constructor(private readonly db: Database) {}

  /** Locks in the one order there is, whatever the order given: what was read before may be stale. */
  async lockHosts(hostIds: string[]): Promise<void> {
    await this.db.query('SELECT lock_hosts($1)', [hostIds]);
  }

  /**
   * Keeps the calendar from being changed, locks it when it is `whole`, then the hosts, and closes slots of theirs in
   * which only expired holds sit.
   */
  async lockForClaim(calendar: { id: string; whole: boolean }, hostIds: string[], now: Date): Promise<void> {
    await this.db.query('SELECT lock_claim($1, $2, $3, $4)', [calendar.id, calendar.whole, hostIds, now]);
  }

  /** Closes slots of these hosts in which only expired holds sit. Under the hosts' locks. */
  async closeExpired(hostIds: string[], now: Date): Promise<void> {
    await this.db.query('SELECT close_expired($1, $2)', [hostIds, now]);
  }

  /**
   * What occupies these hosts, in any account, from `from` to `to`. Slots held only by expired holds are free time.
   * @param apart slots whose times are wanted by themselves
   */
  async busy(
    hostIds: string[],
    { from, to }: { from: Date; to: Date },
    now: Date,
    apart: string[],
  ): Promise<BusyRow[]> {
    const rows = await this.db.prepared<{ hostId: string; slotId: string | null; starts: string; ends: string }>(
      `SELECT h.host_id AS "hostId", CASE WHEN h.slot_id = ANY($5) THEN h.slot_id END AS "slotId",
         array_agg(${epochMs('lower(h.blocked)')}::int8)::text AS starts,
         array_agg(${epochMs('upper(h.blocked)')}::int8)::text AS ends
       FROM slot_hosts h
       WHERE h.live AND h.host_id = ANY($1) AND h.blocked && tstzrange($2, $3)
         -- few slots are held and over, and an index knows them: cheaper than reading the slot of every row
         AND h.slot_id <> ALL (ARRAY(SELECT id FROM slots WHERE live AND held_until <= $4))
       GROUP BY 1, 2`,
      [hostIds, from, to, now, apart],
    );
    return rows.map(({ starts, ends, ...row }) => ({ ...row, starts: numbersOf(starts), ends: numbersOf(ends) }));
  }

  /**
   * Live slots of a calendar that start in the span, with the seats appointments and live holds take: all of them, or
   * those with more than one seat, which alone can be joined.
   */
  open(
    accountId: string,
    calendarId: string,
    { from, to, which }: { from: Date; to: Date; which: 'all' | 'shared' },
    now: Date,
  ): Promise<OpenSlotRow[]> {
    return this.db.prepared<OpenSlotRow>(
      `SELECT s.id AS "slotId", s.lead_user_id AS "leadUserId",
         ${epochMs('s.starts_at')} AS start, ${epochMs('s.ends_at')} AS "end", s.capacity,
         -- a live slot with one seat has it taken: most are such, and need no counting
         CASE WHEN s.capacity = 1 THEN 1 ELSE
           (SELECT count(*)::int FROM appointments a WHERE a.slot_id = s.id AND a.status = ANY($6)) +
           (SELECT count(*)::int FROM holds h WHERE h.slot_id = s.id AND h.expires_at > $5)
         END AS "seatsTaken"
       FROM slots s
       WHERE s.account_id = $1 AND s.calendar_id = $2 AND s.live AND s.starts_at >= $3 AND s.starts_at < $4
         ${which === 'shared' ? 'AND s.capacity > 1' : ''}
         AND (s.held_until IS NULL OR s.held_until > $5)
       ORDER BY s.starts_at`,
      [accountId, calendarId, from, to, now, SEATED],
    );
  }

  /** Slot and hosts in one statement. */
  async insert(slot: SlotRow, hosts: HostTime[], forced: boolean): Promise<void> {
    const slots = this.db.repository(SlotEntity).createQueryBuilder().insert().values(slot);
    const [insert, values] = slots.getQueryAndParameters() as [string, unknown[]];
    const times = hosts.map(({ hostId, position, start, end }) => ({ hostId, position, blocked: rangeOf(start, end) }));
    const at = (n: number) => `$${values.length + n}`;
    await this.db.query(
      `WITH slot AS (${insert} RETURNING id, account_id)
       INSERT INTO slot_hosts (slot_id, account_id, host_id, position, blocked, live, forced)
       SELECT slot.id, slot.account_id, h."hostId", h.position, h.blocked, true, ${at(2)}
       FROM slot, jsonb_to_recordset(${at(1)}::jsonb) AS h("hostId" uuid, position integer, blocked tstzrange)`,
      [...values, JSON.stringify(times), forced],
    );
  }

  find(accountId: string, id: string): Promise<SlotRow | null> {
    return this.db.repository(SlotEntity).findOneBy({ accountId, id });
  }

  byIds(accountId: string, ids: string[]): Promise<SlotRow[]> {
    return this.db.repository(SlotEntity).findBy({ accountId, id: In(ids) });
  }

  /** Locks the row and reads it. */
  lock(accountId: string, id: string): Promise<SlotRow | null> {
    return this.db.repository(SlotEntity).findOne({ where: { accountId, id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Locks the rows, in the order of their ids. */
  async lockAll(accountId: string, ids: string[]): Promise<void> {
    await this.db.query(`SELECT FROM slots WHERE account_id = $1 AND id = ANY($2) ORDER BY id FOR UPDATE`, [
      accountId,
      ids,
    ]);
  }

  hostsOf(accountId: string, slotIds: string[]): Promise<SlotHostRow[]> {
    return this.db
      .repository(SlotHostRow)
      .createQueryBuilder('h')
      .where('h.account_id = :accountId AND h.slot_id = ANY(:slotIds)', { accountId, slotIds })
      .orderBy('h.position')
      .getMany();
  }

  async update(accountId: string, id: string, change: Partial<SlotRow>): Promise<void> {
    await this.db
      .repository(SlotEntity)
      .createQueryBuilder()
      .update()
      .set({ ...change, version: () => 'version + 1' })
      .where({ accountId, id })
      .execute();
  }

  /**
   * Moves the end of a slot, and of the time it blocks; the buffer behind it stays as it was booked. Forced slots, which
   * the database lets overlap, are not moved into either. @returns how many of its hosts had the time
   */
  async moveEnd(accountId: string, id: string, endsAt: Date): Promise<number> {
    const end = `$3::timestamptz + (upper(h.blocked) - s.ends_at)`;
    const moved = await this.db.query(
      `UPDATE slot_hosts h SET blocked = tstzrange(lower(h.blocked), ${end})
       FROM slots s WHERE s.id = h.slot_id AND h.account_id = $1 AND h.slot_id = $2
         AND (h.forced OR NOT EXISTS (
           SELECT FROM slot_hosts other WHERE other.host_id = h.host_id AND other.live AND other.forced
             AND other.blocked && tstzrange(upper(h.blocked), greatest(upper(h.blocked), ${end}))))
       RETURNING h.host_id`,
      [accountId, id, endsAt],
    );
    await this.update(accountId, id, { endsAt });
    return moved.length;
  }

  /**
   * Sets a slot right after somebody came or left or a hold in it changed: closed when nobody sits in it, held when only
   * holds do. `leavingIds` are appointments on their way out. @returns whether it is closed now
   */
  async settleSeats(accountId: string, id: string, now: Date, leavingIds: string[] = []): Promise<boolean> {
    const row = await this.db.queryOne<{ taken: boolean; heldUntil: Date | null }>(
      `SELECT EXISTS (SELECT FROM appointments WHERE slot_id = $2 AND status = ANY($4) AND NOT id = ANY($5)) AS taken,
              (SELECT max(expires_at) FROM holds WHERE slot_id = $2 AND expires_at > $3) AS "heldUntil"
       WHERE EXISTS (SELECT FROM slots WHERE account_id = $1 AND id = $2)`,
      [accountId, id, now, SEATED, leavingIds],
    );
    const taken = row?.taken ?? false;
    const live = taken || row?.heldUntil != null;
    await this.update(accountId, id, { live, heldUntil: taken ? null : (row?.heldUntil ?? null) });
    if (!live) {
      await this.db.query(`UPDATE slot_hosts SET live = false WHERE account_id = $1 AND slot_id = $2`, [accountId, id]);
    }
    return !live;
  }

  /** How many sit in each slot or hold a seat there. */
  async sitting(accountId: string, ids: string[], now: Date): Promise<Map<string, number>> {
    const rows = await this.db.query<{ id: string; sitting: number }>(
      `SELECT id, (SELECT count(*)::int FROM appointments a WHERE a.slot_id = s.id AND a.status = ANY($4)) +
                  (SELECT count(*)::int FROM holds h WHERE h.slot_id = s.id AND h.expires_at > $3) AS sitting
       FROM slots s WHERE account_id = $1 AND id = ANY($2)`,
      [accountId, ids, now, SEATED],
    );
    return new Map(rows.map(({ id, sitting }) => [id, sitting]));
  }

  async addHold(hold: HoldRow): Promise<void> {
    await this.db.repository(HoldEntity).insert(hold);
  }

  findHold(id: string): Promise<HoldRow | null> {
    return this.db.repository(HoldEntity).findOneBy({ id });
  }

  async changeHold(accountId: string, id: string, change: Partial<HoldRow>): Promise<void> {
    await this.db.repository(HoldEntity).update({ accountId, id }, change);
  }

  /** How many live holds keep a seat in the slot. */
  async holdsIn(accountId: string, slotId: string, now: Date): Promise<number> {
    return this.db.repository(HoldEntity).countBy({ accountId, slotId, expiresAt: MoreThan(now) });
  }

  /** Ends all holds of a calendar at once. */
  async endHolds(accountId: string, calendarId: string, now: Date): Promise<void> {
    await this.db.query(
      `WITH ended AS (
         UPDATE holds SET expires_at = $3 WHERE account_id = $1 AND calendar_id = $2 AND expires_at > $3)
       UPDATE slots SET held_until = $3
       WHERE account_id = $1 AND calendar_id = $2 AND live AND held_until IS NOT NULL AND held_until > $3`,
      [accountId, calendarId, now],
    );
  }

  /** Drops holds that ended before, of every account, and closes the slots in which nobody else sat. */
  async forgetHolds(before: Date): Promise<void> {
    await this.db.transaction(async () => {
      await this.db.query(
        `WITH closed AS (
           UPDATE slots SET live = false, version = version + 1
           WHERE live AND held_until IS NOT NULL AND held_until <= $1 RETURNING id)
         UPDATE slot_hosts SET live = false WHERE slot_id IN (SELECT id FROM closed)`,
        [before],
      );
      await this.db.query(`DELETE FROM holds WHERE expires_at <= $1`, [before]);
    });
  }

  async removeHold(accountId: string, id: string): Promise<void> {
    await this.db.repository(HoldEntity).delete({ accountId, id });
  }
}

// date_part counts in floating point, extract in slow decimals.
const epochMs = (instant: string) => `round(date_part('epoch', ${instant}) * 1000)`;

/** A PostgreSQL array of numbers, as text: `{1,2}`. */
function numbersOf(array: string): number[] {
  return JSON.parse(`[${array.slice(1, -1)}]`) as number[];
}

/** Half-open, as everywhere. */
function rangeOf(start: Date, end: Date): string {
  return `[${start.toISOString()},${end.toISOString()})`;
}
