import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever changes a calendar waits for the bookings under way in it, and the next ones wait in line behind. */
export class CalendarsBeingChanged1790000000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Not a lock of the row: those who share one never wait for somebody who wants it alone.
      CREATE FUNCTION close_calendar(calendar uuid) RETURNS void LANGUAGE sql VOLATILE AS $$
        SELECT pg_advisory_xact_lock(hashtextextended(calendar::text, 3));
      $$;

      DROP FUNCTION lock_claim;
      -- What every claim does first, in one round trip. Each statement of a volatile function sees what was committed
      -- before it, so that the last one sees what the locks waited for.
      CREATE FUNCTION lock_claim(calendar uuid, whole boolean, host_ids uuid[], at timestamptz) RETURNS void
      LANGUAGE plpgsql VOLATILE AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(hashtextextended(calendar::text, 3));
        IF whole THEN PERFORM lock_calendar(calendar); END IF;
        PERFORM lock_hosts(host_ids);
        PERFORM close_expired(host_ids, at);
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION lock_claim, close_calendar;
      CREATE FUNCTION lock_claim(calendar uuid, host_ids uuid[], at timestamptz) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
      BEGIN
        IF calendar IS NOT NULL THEN PERFORM lock_calendar(calendar); END IF;
        PERFORM lock_hosts(host_ids);
        PERFORM close_expired(host_ids, at);
      END $$;
    `);
  }
}
