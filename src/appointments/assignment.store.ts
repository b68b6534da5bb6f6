import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { AssignmentEntity } from './assignment.entity';
import type { Balance, EntryReason, RollEntry } from './assignment.rules';

/** Whom an appointment counts for. */
export interface Assignment {
  hostId: string;
  turn: number;
  at: Date;
}

export type Decided = Pick<AssignmentEntity, 'hostId' | 'reason' | 'at' | 'decision'>;

export type NewAssignment = Pick<
  AssignmentEntity,
  'accountId' | 'calendarId' | 'hostId' | 'reason' | 'load' | 'at' | 'decision'
> & { appointmentId: string; slotId: string };

/** More of them in a host's window make no difference. */
const COUNTED_IN_WINDOW = 1_000;

/** The ledger of who got what. Entries are only ever added; the database keeps the balances that follow. */
@Injectable()
export class AssignmentStore {
  constructor(private readonly db: Database) {}

  /** Every host of the calendar whom the ledger or a live hold knows. Reads balances and the window, never the history. */
  balances(accountId: string, calendarId: string, { since, now }: { since: Date; now: Date }): Promise<Balance[]> {
    return this.db.query<Balance>(
      `SELECT host_id AS "hostId", coalesce(b.member, false) AS member, coalesce(b.load, 0)::float8 AS load,
         coalesce(b.assigned, 0) AS assigned, coalesce(b.credited, 0) AS credited, coalesce(b.owed, 0) AS owed,
         ${epochMs('b.turn_at')} AS "turnAt", coalesce(h.held, 0) AS held, ${epochMs('h.at')} AS "heldAt",
         coalesce((SELECT sum(CASE kind WHEN 'assigned' THEN 1 ELSE -1 END)::int FROM (
           SELECT kind FROM assignments a
           WHERE a.account_id = $1 AND a.calendar_id = $2 AND a.host_id = b.host_id AND a.assigned_at >= $3
             AND a.kind IN ('assigned', 'credited')
           ORDER BY a.assigned_at DESC LIMIT ${COUNTED_IN_WINDOW}) recent), 0) AS "inWindow"
       FROM (SELECT * FROM assignment_balances WHERE account_id = $1 AND calendar_id = $2) b
       FULL JOIN (
         SELECT s.lead_user_id AS host_id, count(*)::int AS held, max(h.created_at) AS at
         FROM holds h JOIN slots s ON s.id = h.slot_id
         WHERE h.account_id = $1 AND h.calendar_id = $2 AND h.expires_at > $4 AND s.lead_user_id IS NOT NULL
         GROUP BY 1) h USING (host_id)`,
      [accountId, calendarId, since, now],
    );
  }

  /** Members who came and went, in the order given: one statement, so that its locks are taken in that order. */
  async callRoll(accountId: string, calendarId: string, at: Date, entries: RollEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.db.query(
      `INSERT INTO assignments (account_id, calendar_id, host_id, kind, reason, load, at)
       SELECT $1, $2, e."hostId", e.kind, e.reason, e.load, $3
       FROM jsonb_to_recordset($4::jsonb) AS e("hostId" uuid, kind text, reason text, load bigint)`,
      [accountId, calendarId, at, JSON.stringify(entries)],
    );
  }

  /**
   * The appointments count for these hosts from now on, in this order. They count for nobody yet: they are new, or were
   * credited.
   */
  async assign(entries: NewAssignment[]): Promise<void> {
    if (entries.length === 0) return;
    await this.db.query(
      `INSERT INTO assignments
         (account_id, calendar_id, host_id, kind, reason, appointment_id, slot_id, turn, load, at, assigned_at, decision)
       SELECT e."accountId", e."calendarId", e."hostId", 'assigned', e.reason, e."appointmentId", e."slotId",
         coalesce((SELECT max(turn) FROM assignments a
           WHERE a.account_id = e."accountId" AND a.appointment_id = e."appointmentId"), 0) + 1,
         e.load, e.at, e.at, e.decision
       FROM jsonb_to_recordset($1::jsonb) AS e("accountId" uuid, "calendarId" uuid, "hostId" uuid, reason text,
         "appointmentId" uuid, "slotId" uuid, load bigint, at timestamptz, decision jsonb)`,
      [JSON.stringify(entries)],
    );
  }

  /** Whom the appointment counts for now. */
  async current(accountId: string, appointmentId: string): Promise<Assignment | null> {
    const row = await this.db.queryOne<Assignment>(
      `SELECT host_id AS "hostId", turn, assigned_at AS at FROM (${LATEST}) latest WHERE kind = 'assigned'`,
      [accountId, appointmentId],
    );
    return row ?? null;
  }

  /** Who hosts the appointment, or did last, and why. Taking back a no-show decides nothing anew. */
  async decided(accountId: string, appointmentId: string): Promise<Decided | null> {
    const row = await this.db.queryOne<Decided>(
      `SELECT host_id AS "hostId", reason, at, decision FROM assignments
       WHERE account_id = $1 AND appointment_id = $2 AND kind IN ('assigned', 'kept') AND reason <> 'unmarked'
       ORDER BY id DESC LIMIT 1`,
      [accountId, appointmentId],
    );
    return row ?? null;
  }

  /** The appointment moved, and stays with its host. */
  async keep({ turn, at: assignedAt }: Assignment, entry: NewAssignment): Promise<void> {
    await this.db.repository(AssignmentEntity).insert({ ...entry, kind: 'kept', load: 0, turn, assignedAt } as object);
  }

  /** The appointment counts for nobody any more; nothing happens when it does not already. */
  async credit(accountId: string, appointmentId: string, reason: EntryReason, at: Date): Promise<void> {
    await this.turnBack(accountId, appointmentId, { from: 'assigned', to: 'credited', reason, at });
  }

  /** What was credited counts again for the same host, at the same charge. */
  async retake(accountId: string, appointmentId: string, reason: EntryReason, at: Date): Promise<void> {
    await this.turnBack(accountId, appointmentId, { from: 'credited', to: 'assigned', reason, at });
  }

  private async turnBack(
    accountId: string,
    appointmentId: string,
    { from, to, reason, at }: { from: string; to: string; reason: EntryReason; at: Date },
  ): Promise<void> {
    await this.db.query(
      `INSERT INTO assignments
         (account_id, calendar_id, host_id, kind, reason, appointment_id, slot_id, turn, load, at, assigned_at)
       SELECT account_id, calendar_id, host_id, $4::text, $5, appointment_id, slot_id,
         CASE WHEN $4 = 'assigned' THEN turn + 1 ELSE turn END, -load, $6,
         CASE WHEN $4 = 'assigned' THEN $6 ELSE assigned_at END
       FROM (${LATEST}) latest WHERE kind = $3`,
      [accountId, appointmentId, from, to, reason, at],
    );
  }
}

/** The last entry of an appointment that counts. */
const LATEST = `SELECT * FROM assignments WHERE account_id = $1 AND appointment_id = $2 AND kind <> 'kept'
  ORDER BY id DESC LIMIT 1`;

const epochMs = (instant: string) => `(extract(epoch FROM ${instant}) * 1000)::float8`;
