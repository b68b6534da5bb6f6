import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { Database } from '../platform/database';
import { HoldEntity, type HoldRow } from './hold.entity';
import { SlotHostRow } from './slot-host.entity';
import { SlotEntity, type SlotRow } from './slot.entity';
import { SEATED } from './appointment.rules';

/** A slot to be opened, and whose time it takes. */
export interface NewSlot {
  slot: SlotRow;
  /** The lead first, or in order of membership. */
  hostIds: string[];
  /** Buffers included. */
  blocked: { start: Date; end: Date };
  /** Over whatever stands there. */
  forced: boolean;
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

  /** Slots and hosts in one statement. */
  async insert(opened: NewSlot[]): Promise<void> {
    const slots = opened.map(({ slot }) => slot);
    const builder = this.db.repository(SlotEntity).createQueryBuilder().insert().values(slots);
    const [insert, values] = builder.getQueryAndParameters() as [string, unknown[]];
    const times = opened.flatMap(({ slot: { id: slotId }, hostIds, blocked, forced }) =>
      hostIds.map((hostId, position) => ({ slotId, hostId, position, blocked: rangeOf(blocked), forced })),
    );
    await this.db.query(
      `WITH slot AS (${insert} RETURNING id, account_id)
       INSERT INTO slot_hosts (slot_id, account_id, host_id, position, blocked, live, forced)
       SELECT slot.id, slot.account_id, h."hostId", h.position, h.blocked, true, h.forced
       FROM jsonb_to_recordset($${values.length + 1}::jsonb)
         AS h("slotId" uuid, "hostId" uuid, position integer, blocked tstzrange, forced boolean)
       JOIN slot ON slot.id = h."slotId"`,
      [...values, JSON.stringify(times)],
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

  /** Locks the rows, in the order of their ids, and reads them. */
  lockRows(accountId: string, ids: string[]): Promise<SlotRow[]> {
    return this.db.repository(SlotEntity).find({
      where: { accountId, id: In(ids) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
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
    await this.updateAll(accountId, [id], change);
  }

  /** The same change of several. */
  async updateAll(accountId: string, ids: string[], change: Partial<SlotRow>): Promise<void> {
    await this.db
      .repository(SlotEntity)
      .createQueryBuilder()
      .update()
      .set({ ...change, version: () => 'version + 1' })
      .where({ accountId, id: In(ids) })
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
             AND other.blocked && tstzrange(upper(h.blocked), greatest(upper(h.blocked), ${end}))
             -- which an index knows
             AND lower(other.blocked) < greatest(upper(h.blocked), ${end})))
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

/** Half-open, as everywhere. */
function rangeOf({ start, end }: NewSlot['blocked']): string {
  return `[${start.toISOString()},${end.toISOString()})`;
}
