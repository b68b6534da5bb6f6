import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import type { LinkOwner } from '../appointments';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { MeetingEntity, type MeetingRow } from './meeting.entity';
import { type Step, debtOf } from './meeting.rules';
import { type PlanDay, type Waiting, dayOf } from './plan.rules';

/** Whose meetings: those made on the Zoom user, and those not made yet of the person who has it connected. */
export interface Host {
  userId: string;
  zoomUserId: string;
}

/** Whose a row `m` is: $1 the user, $2 their Zoom user. */
export const OF_HOST = `(m.zoom_user_id = $2 OR (m.zoom_user_id IS NULL AND m.host_user_id = $1))`;
/** Until when a meeting is no history: that of a series is held again and again. */
export const AHEAD = `CASE WHEN m.series_id IS NULL THEN m.starts_at ELSE m.ends_at END`;
/** Owed at $3. */
export const OWED = `m.owes IS NOT NULL AND m.owed_until > $3`;

/** Meetings and pauses. A host serves several accounts with one Zoom user, so the host takes the account's place there. */
@Injectable()
export class MeetingStore {
  private installation: Promise<string> | undefined;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** The ID this database was born with. */
  async installationId(): Promise<string> {
    this.installation ??= this.db
      .queryOne<{ id: string }>(`SELECT id FROM installation`)
      .then((row) => row?.id ?? 'unborn');
    return this.installation;
  }

  async insertAll(rows: MeetingRow[]): Promise<void> {
    await this.rows.insert(rows.map((row) => this.withDebt({ ...row, owes: null })));
  }

  /** Writes what the row now holds, and what it owes by that. */
  async save(row: MeetingRow): Promise<void> {
    await this.rows.update({ accountId: row.accountId, id: row.id }, this.withDebt(row));
  }

  /** The generation an owner wants, locked. The owner's slots are locked before. */
  lockCurrent(accountId: string, owner: LinkOwner): Promise<MeetingRow | null> {
    const where = { accountId, ...ownedBy(owner), wanted: 'present' as const };
    return this.rows.findOne({ where, lock: { mode: 'pessimistic_write' } });
  }

  /** The generation an owner wants. */
  current(accountId: string, owner: LinkOwner): Promise<MeetingRow | null> {
    return this.rows.findOneBy({ accountId, ...ownedBy(owner), wanted: 'present' });
  }

  /** The last generation that a slot gave up. */
  lastGivenUp(accountId: string, slotId: string): Promise<MeetingRow | null> {
    const where = { accountId, slotId, wanted: 'absent' as const };
    return this.rows.findOne({ where, order: { generation: 'DESC' } });
  }

  /** Another host's, which takes the place of this one. */
  successorOf({ accountId, id }: MeetingRow): Promise<MeetingRow | null> {
    return this.rows.findOneBy({ accountId, replaces: id, wanted: 'present' });
  }

  get(accountId: string, id: string): Promise<MeetingRow> {
    return this.rows.findOneByOrFail({ accountId, id });
  }

  /** The owner's slots are locked before. */
  lock(accountId: string, id: string): Promise<MeetingRow> {
    return this.rows.findOneOrFail({ where: { accountId, id }, lock: { mode: 'pessimistic_write' } });
  }

  /** How many a slot or a series ever had, under whatever host. */
  async generations(accountId: string, { slotId, seriesId }: LinkOwner): Promise<number> {
    return this.rows.countBy({ accountId, slotId: slotId ?? IsNull(), seriesId: seriesId ?? IsNull() });
  }

  /** The one that is wanted and has this ID at Zoom; null: it is none of ours. */
  currentAtZoom(zoomMeetingId: string): Promise<MeetingRow | null> {
    return this.rows.findOneBy({ zoomMeetingId, wanted: 'present' });
  }

  /** The one that was given up, is gone as far as we know, and had this ID on that Zoom user. */
  givenUpAtZoom(zoomUserId: string, lastZoomMeetingId: string): Promise<MeetingRow | null> {
    const where = { lastZoomMeetingId, zoomUserId, wanted: 'absent' as const, known: 'absent' as const };
    return this.rows.findOne({ where, order: { createdAt: 'DESC' } });
  }

  /**
   * By worth: meetings to be made or handed over, the soonest first, and then changes; what cannot wait for the next day
   * before what can. Then deletions: those that cannot wait, those left from days before, the others.
   */
  mostUrgent({ userId, zoomUserId }: Host, now: Date, { began, nearUntil }: PlanDay): Promise<MeetingRow | null> {
    return this.rows
      .createQueryBuilder('m')
      .where(`${named(OF_HOST)} AND ${named(OWED)}`, { p1: userId, p2: zoomUserId, p3: now })
      .andWhere('(m.retry_at IS NULL OR m.retry_at <= :p3)')
      .orderBy(
        `CASE WHEN m.owes = 'update' THEN CASE WHEN m.owed_until <= :nearUntil THEN 1 ELSE 3 END
              WHEN m.wanted = 'absent' AND m.owes <> 'transfer' THEN 4
              WHEN m.owes = 'create' AND m.starts_at > :nearUntil THEN 2 ELSE 0 END`,
      )
      .addOrderBy(`m.owes = 'delete' AND m.owed_until > :nearUntil`)
      .addOrderBy(`m.owes = 'delete' AND m.owed_since >= :began`)
      .addOrderBy('m.starts_at')
      .addOrderBy('m.id')
      .setParameters({ began, nearUntil })
      .limit(1)
      .getOne();
  }

  /** Meetings of a Zoom user that may be looked for now. */
  toBeFound(zoomUserId: string, now: Date, limit: number): Promise<MeetingRow[]> {
    return this.rows
      .createQueryBuilder('m')
      .where(`m.zoom_user_id = :zoomUserId AND m.owes = 'find' AND m.owed_until > :now`, { zoomUserId, now })
      .andWhere('(m.retry_at IS NULL OR m.retry_at <= :now)')
      .orderBy('m.starts_at')
      .limit(limit)
      .getMany();
  }

  /** When the host's next work is due, pauses included; null: none is. */
  async nextDue({ userId, zoomUserId }: Host, now: Date): Promise<Date | null> {
    const row = await this.db.queryOne<{ due: Date | null }>(
      `SELECT greatest(min(coalesce(m.retry_at, $3)), (SELECT until FROM meeting_pauses WHERE zoom_user_id = $2)) AS due
       FROM meetings m WHERE ${OF_HOST} AND ${OWED} HAVING count(*) > 0`,
      [userId, zoomUserId, now],
    );
    return row?.due ?? null;
  }

  /** Hosts who have work due, of whatever account. */
  async hostsWithDueWork(now: Date, limit: number): Promise<string[]> {
    const rows = await this.db.query<{ userId: string }>(
      `SELECT DISTINCT host_user_id AS "userId" FROM meetings
       WHERE owes IS NOT NULL AND owed_until > $1 AND (retry_at IS NULL OR retry_at <= $1) LIMIT $2`,
      [now, limit],
    );
    return rows.map(({ userId }) => userId);
  }

  /**
   * Wanted meetings of a host whose Zoom is gone that nobody was told of yet: those that work go unmanaged, the others
   * fail with that reason.
   */
  leftAlone(userId: string, reason: string, now: Date, limit: number): Promise<MeetingRow[]> {
    return this.rows
      .createQueryBuilder('m')
      .where(`m.host_user_id = :userId AND m.wanted = 'present' AND m.ends_at > :now`, { userId, now })
      .andWhere(`m.known <> 'absent'`)
      .andWhere(`CASE WHEN m.join_url IS NOT NULL THEN NOT m.unmanaged ELSE m.failure IS DISTINCT FROM :reason END`, {
        reason,
      })
      .orderBy('m.starts_at')
      .limit(limit)
      .getMany();
  }

  /** Puts off what a host without Zoom owes besides: nobody can do it. */
  async putOff(userId: string, now: Date, until: Date): Promise<void> {
    await this.db.query(
      `UPDATE meetings SET retry_at = $3
       WHERE host_user_id = $1 AND owes IS NOT NULL AND owed_until > $2 AND (retry_at IS NULL OR retry_at <= $2)`,
      [userId, now, until],
    );
  }

  /** What of a host is still to be made, and what deletions are owed since before a day began. */
  async waiting({ userId, zoomUserId }: Host, now: Date, { began, nearUntil }: PlanDay): Promise<Waiting> {
    const isLink = `m.wanted = 'present' AND m.owes IN ('create', 'find')`;
    const row = await this.db.queryOne<Waiting>(
      `SELECT count(*) FILTER (WHERE ${isLink})::int AS "waitingLinks",
              count(*) FILTER (WHERE ${isLink} AND m.starts_at <= $5)::int AS "nearLinks",
              count(*) FILTER (WHERE m.owes = 'delete' AND m.owed_since < $4)::int AS backlog
       FROM meetings m WHERE ${OF_HOST} AND ${OWED}`,
      [userId, zoomUserId, now, began, nearUntil],
    );
    return row ?? { waitingLinks: 0, nearLinks: 0, backlog: 0 };
  }

  /**
   * Puts off what a host owes of one kind, is due and can wait for the next day. Who is being changed meanwhile is looked
   * at again anyway.
   */
  async defer({ userId, zoomUserId }: Host, owes: Step, now: Date, until: Date): Promise<void> {
    await this.db.query(
      `UPDATE meetings SET retry_at = $5 WHERE id IN (
         SELECT m.id FROM meetings m
         WHERE ${OF_HOST} AND ${OWED} AND m.owes = $4 AND m.owed_until > $6 AND (m.retry_at IS NULL OR m.retry_at <= $3)
         FOR UPDATE SKIP LOCKED)`,
      [userId, zoomUserId, now, owes, until, dayOf(now).nearUntil],
    );
  }

  /** Puts one off. */
  async deferOne({ accountId, id }: MeetingRow, owes: Step, until: Date): Promise<void> {
    await this.db.query(`UPDATE meetings SET retry_at = $4 WHERE account_id = $1 AND id = $2 AND owes = $3`, [
      ...[accountId, id, owes, until],
    ]);
  }

  /** Lets everything a host owes be tried at once. */
  async hurry({ userId, zoomUserId }: Host): Promise<void> {
    await this.db.query(
      `UPDATE meetings SET retry_at = NULL WHERE owes IS NOT NULL AND (host_user_id = $1 OR zoom_user_id = $2)`,
      [userId, zoomUserId],
    );
    await this.db.query(`DELETE FROM meeting_pauses WHERE zoom_user_id = $1`, [zoomUserId]);
  }

  /** Meetings of a host who has Zoom again: unmanaged ones, and those on another Zoom user than now. */
  returned({ userId, zoomUserId }: Host, now: Date, limit: number): Promise<MeetingRow[]> {
    return this.rows
      .createQueryBuilder('m')
      .where(`m.host_user_id = :userId AND m.wanted = 'present'`, { userId })
      .andWhere(
        `((m.zoom_user_id = :zoomUserId AND m.unmanaged AND m.known = 'present' AND m.ends_at > :now)
          OR (m.zoom_user_id <> :zoomUserId AND ${AHEAD} > :now))`,
        { zoomUserId, now },
      )
      .orderBy('m.starts_at')
      .limit(limit)
      .getMany();
  }

  async pause(zoomUserId: string): Promise<{ failures: number; until: Date } | null> {
    const row = await this.db.queryOne<{ failures: number; until: Date }>(
      `SELECT failures, until FROM meeting_pauses WHERE zoom_user_id = $1`,
      [zoomUserId],
    );
    return row ?? null;
  }

  async setPause(zoomUserId: string, failures: number, until: Date): Promise<void> {
    await this.db.query(
      `INSERT INTO meeting_pauses (zoom_user_id, failures, until) VALUES ($1, $2, $3)
       ON CONFLICT (zoom_user_id) DO UPDATE SET failures = $2, until = $3`,
      [zoomUserId, failures, until],
    );
  }

  async endPause(zoomUserId: string): Promise<void> {
    await this.db.query(`DELETE FROM meeting_pauses WHERE zoom_user_id = $1`, [zoomUserId]);
  }

  private withDebt(row: MeetingRow): MeetingRow {
    const before = row.owes;
    Object.assign(row, debtOf(row));
    if (row.owes !== before) row.owedSince = row.owes && this.clock.now();
    row.lastZoomMeetingId = row.zoomMeetingId ?? row.lastZoomMeetingId;
    // What was never made is nobody's at Zoom yet: whoever has the host's Zoom user next has nothing to do with it.
    if (row.known === 'none' && row.zoomMeetingId === null) row.zoomUserId = null;
    return row;
  }

  private get rows() {
    return this.db.repository(MeetingEntity);
  }
}

/** Of a slot the host changes; a series has a meeting for each. */
function ownedBy({ slotId, seriesId, hostUserId }: LinkOwner) {
  return seriesId === null ? { slotId: slotId ?? IsNull() } : { seriesId, hostUserId: hostUserId ?? IsNull() };
}

/** The query builder names its parameters. */
export function named(sql: string): string {
  return sql.replace(/\$(\d)/g, ':p$1');
}
