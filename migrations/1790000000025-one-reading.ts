import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Free slots are read in two statements: who is there to meet, and what takes their time. What other features add to them
 * they publish here, so that nobody reads their tables.
 */
export class OneReading1790000000025 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Identity: everybody who is in an account, with what others may know of them.
      CREATE VIEW people AS
        SELECT m.account_id, m.user_id, u.name, u.email, u.timezone, m.default_meeting_location
        FROM memberships m JOIN users u ON u.id = m.user_id
        WHERE m.deleted_at IS NULL;

      -- Busy times: time off and what calendars elsewhere say, of these hosts and of a calendar as a whole (host_id is null).
      -- What recurs comes by its first occurrence, wherever its others are. A person's time is one across accounts, a
      -- calendar's is its account's.
      CREATE FUNCTION busy_elsewhere(account uuid, host_ids uuid[], calendar uuid, spans tstzmultirange)
      RETURNS TABLE (host_id uuid, own boolean, starts_at timestamptz, ends_at timestamptz, timezone text,
        recurrence text, over_at timestamptz) LANGUAGE sql STABLE AS $$
        SELECT user_id, account_id = account, starts_at, ends_at, timezone, recurrence, over_at
        FROM blocks WHERE user_id = ANY(host_ids) AND tstzrange(starts_at, over_at) && spans
        UNION ALL
        SELECT NULL, true, starts_at, ends_at, timezone, recurrence, over_at
        FROM blocks WHERE calendar_id = calendar AND account_id = account AND tstzrange(starts_at, over_at) && spans
        UNION ALL
        SELECT user_id, false, lower(during), upper(during), NULL, NULL, NULL
        FROM feed_times WHERE user_id = ANY(host_ids) AND during && spans
      $$;

      -- Slots in which only holds sit that are over. They are few, which no planner can know of a parameter: so it is told.
      CREATE FUNCTION slots_held_before(at timestamptz) RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 1 AS $$
      BEGIN
        RETURN QUERY SELECT id FROM slots WHERE live AND held_until <= at;
      END $$;

      -- Hundreds of times a host are read for every list of free slots: from the index alone, at a third of the cost.
      CREATE INDEX slot_hosts_by_start ON slot_hosts (host_id, lower(blocked)) INCLUDE (blocked) WHERE live;
      DROP INDEX slot_hosts_busy;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX slot_hosts_busy ON slot_hosts USING gist (host_id, blocked) WHERE live;
      DROP INDEX slot_hosts_by_start;
      DROP FUNCTION busy_elsewhere, slots_held_before;
      DROP VIEW people;
    `);
  }
}
