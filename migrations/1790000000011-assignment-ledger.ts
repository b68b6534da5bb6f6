import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who got which appointment and why, append-only, and the balances that follow from it. */
export class AssignmentLedger1790000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE assignments RENAME TO assignments_before`);
    await runner.query(`
      CREATE TABLE assignments (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account_id uuid NOT NULL,
        calendar_id uuid NOT NULL,
        host_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('joined', 'left', 'assigned', 'kept', 'credited')),
        reason text NOT NULL CHECK (reason IN ('joined', 'returned', 'left', 'booked', 'rescheduled', 'reassigned',
          'revived', 'unmarked', 'cancelled', 'invalid', 'noshow')),
        appointment_id uuid,
        slot_id uuid,
        -- counts the appointment's assignments; a credit has that of the assignment it gives back
        turn integer,
        -- what the entry adds to the host's load, in millionths of an assignment of weight 100
        load bigint NOT NULL,
        at timestamptz NOT NULL,
        -- of a credit: when what it gives back was assigned
        assigned_at timestamptz,
        decision jsonb,
        CHECK ((kind IN ('joined', 'left')) = (appointment_id IS NULL)),
        CHECK ((appointment_id IS NULL) = (turn IS NULL) AND (appointment_id IS NULL) = (slot_id IS NULL)),
        CHECK ((appointment_id IS NULL) = (assigned_at IS NULL)),
        FOREIGN KEY (account_id, calendar_id) REFERENCES calendars (account_id, id),
        FOREIGN KEY (account_id, host_id) REFERENCES memberships (account_id, user_id),
        FOREIGN KEY (account_id, appointment_id) REFERENCES appointments (account_id, id),
        FOREIGN KEY (account_id, slot_id) REFERENCES slots (account_id, id)
      );
      -- each turn is assigned once, and credited once
      CREATE UNIQUE INDEX assignments_turns ON assignments (account_id, appointment_id, turn, kind)
        WHERE kind IN ('assigned', 'credited');
      CREATE INDEX assignments_of_appointment ON assignments (account_id, appointment_id, id);
      CREATE INDEX assignments_in_window ON assignments (account_id, calendar_id, host_id, assigned_at) INCLUDE (kind)
        WHERE kind IN ('assigned', 'credited');

      -- The sums of the ledger, kept by its trigger, so that a decision reads a row per host.
      CREATE TABLE assignment_balances (
        account_id uuid NOT NULL,
        calendar_id uuid NOT NULL,
        host_id uuid NOT NULL,
        -- whether they were a member at the last decision
        member boolean NOT NULL,
        load bigint NOT NULL,
        assigned integer NOT NULL,
        credited integer NOT NULL,
        -- turns given back and not yet made up
        owed integer NOT NULL,
        -- the last assignment that was a turn of their own, not one made up
        turn_at timestamptz,
        PRIMARY KEY (account_id, calendar_id, host_id),
        FOREIGN KEY (account_id, calendar_id) REFERENCES calendars (account_id, id),
        FOREIGN KEY (account_id, host_id) REFERENCES memberships (account_id, user_id)
      );

      CREATE FUNCTION book_assignment(entry assignments) RETURNS void LANGUAGE sql AS $$
        INSERT INTO assignment_balances AS b
          (account_id, calendar_id, host_id, member, load, assigned, credited, owed, turn_at)
        VALUES (entry.account_id, entry.calendar_id, entry.host_id, entry.kind <> 'left', entry.load,
          (entry.kind = 'assigned')::integer, (entry.kind = 'credited')::integer, (entry.kind = 'credited')::integer,
          CASE entry.kind WHEN 'assigned' THEN entry.at END)
        ON CONFLICT (account_id, calendar_id, host_id) DO UPDATE SET
          member = CASE entry.kind WHEN 'left' THEN false WHEN 'joined' THEN true ELSE b.member END,
          load = b.load + excluded.load,
          assigned = b.assigned + excluded.assigned,
          credited = b.credited + excluded.credited,
          owed = CASE entry.kind
            WHEN 'credited' THEN b.owed + 1
            WHEN 'assigned' THEN greatest(b.owed - 1, 0)
            WHEN 'joined' THEN 0
            ELSE b.owed END,
          turn_at = CASE WHEN entry.kind = 'assigned' AND b.owed = 0 THEN entry.at ELSE b.turn_at END;
      $$;
      CREATE FUNCTION on_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM book_assignment(NEW);
        RETURN NULL;
      END $$;
      CREATE FUNCTION refuse_assignment_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the assignment ledger is append-only' USING ERRCODE = 'integrity_constraint_violation';
      END $$;

      -- Makes the balances anew from the ledger alone, for whoever repairs a database by hand.
      CREATE FUNCTION rebuild_assignment_balances() RETURNS void LANGUAGE plpgsql AS $$
      DECLARE entry assignments;
      BEGIN
        LOCK TABLE assignments IN SHARE ROW EXCLUSIVE MODE;
        DELETE FROM assignment_balances;
        FOR entry IN SELECT * FROM assignments WHERE kind <> 'kept' ORDER BY id LOOP
          PERFORM book_assignment(entry);
        END LOOP;
      END $$;

      CREATE TRIGGER assignments_balances AFTER INSERT ON assignments
        FOR EACH ROW WHEN (NEW.kind <> 'kept') EXECUTE FUNCTION on_assignment();

      -- Of what was assigned before, what still counts is carried over.
      INSERT INTO assignments (account_id, calendar_id, host_id, kind, reason, appointment_id, slot_id, turn, load, at, assigned_at)
      SELECT a.account_id, a.calendar_id, s.lead_user_id, 'assigned', 'booked', a.id, s.id, 1,
        CASE WHEN c.type = 'round_robin' AND c.distribution->>'strategy' = 'equal'
          THEN round(100000000.0 / coalesce(m.weight, 100)) ELSE 0 END, l.at, l.at
      FROM appointments a
      JOIN slots s ON s.id = a.slot_id
      JOIN calendars c ON c.id = a.calendar_id
      LEFT JOIN calendar_members m ON m.calendar_id = a.calendar_id AND m.user_id = s.lead_user_id
      JOIN (SELECT appointment_id, host_id, max(at) AS at FROM assignments_before GROUP BY 1, 2) l
        ON l.appointment_id = a.id AND l.host_id = s.lead_user_id
      WHERE a.status IN ('new', 'confirmed', 'showed')
      ORDER BY l.at, a.id;

      CREATE TRIGGER assignments_stay BEFORE UPDATE OR DELETE ON assignments
        FOR EACH ROW EXECUTE FUNCTION refuse_assignment_change();
      CREATE TRIGGER assignments_stay_whole BEFORE TRUNCATE ON assignments
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_assignment_change();

      DROP TABLE assignments_before;

      -- Closes slots of these hosts in which only expired holds sit. Under the hosts' locks.
      CREATE FUNCTION close_expired(host_ids uuid[], at timestamptz) RETURNS void LANGUAGE sql VOLATILE AS $$
        WITH closed AS (
          UPDATE slots SET live = false, version = version + 1
          WHERE live AND held_until IS NOT NULL AND held_until <= at
            AND EXISTS (SELECT FROM slot_hosts h WHERE h.slot_id = slots.id AND h.host_id = ANY(host_ids))
          RETURNING id)
        UPDATE slot_hosts SET live = false WHERE slot_id IN (SELECT id FROM closed);
      $$;

      -- What every claim does first, in one round trip. Each statement of a volatile function sees what was committed
      -- before it, so that the second one sees what the locks waited for.
      CREATE FUNCTION lock_claim(calendar uuid, host_ids uuid[], at timestamptz) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
      BEGIN
        IF calendar IS NOT NULL THEN PERFORM lock_calendar(calendar); END IF;
        PERFORM lock_hosts(host_ids);
        PERFORM close_expired(host_ids, at);
      END $$;

      -- why the hold's host was chosen; holds are few, and those of a calendar count in its distribution
      ALTER TABLE holds ADD COLUMN decision jsonb;
      CREATE INDEX holds_of_calendar ON holds (account_id, calendar_id, expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION lock_claim, close_expired;
      DROP INDEX holds_of_calendar;
      ALTER TABLE holds DROP COLUMN decision;
      ALTER TABLE assignments RENAME TO assignments_after;
      CREATE TABLE assignments (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account_id uuid NOT NULL,
        calendar_id uuid NOT NULL,
        host_id uuid NOT NULL,
        appointment_id uuid NOT NULL,
        at timestamptz NOT NULL
      );
      CREATE INDEX assignments_of_host ON assignments (calendar_id, host_id, at);
      INSERT INTO assignments (account_id, calendar_id, host_id, appointment_id, at)
      SELECT account_id, calendar_id, host_id, appointment_id, at FROM assignments_after
      WHERE kind = 'assigned' ORDER BY id;
      DROP FUNCTION rebuild_assignment_balances();
      DROP TABLE assignments_after, assignment_balances CASCADE;
      DROP FUNCTION on_assignment, refuse_assignment_change;
      DROP FUNCTION IF EXISTS book_assignment(assignments);
    `);
  }
}
