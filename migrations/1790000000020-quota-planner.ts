import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the planner of a host's day goes by, and what was said of the day. */
export class QuotaPlanner1790000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- when the person was told that most of the day is used
      ALTER TABLE zoom_quota_days ADD COLUMN warned_at timestamptz;

      ALTER TABLE meetings
        -- since when the request is owed that is owed now
        ADD COLUMN owed_since timestamptz,
        -- when the slot last asked for something else
        ADD COLUMN changed_at timestamptz,
        -- when its link began to wait for another day; until nobody's link of that host waits any more
        ADD COLUMN parked_at timestamptz;
      UPDATE meetings SET owed_since = created_at WHERE owes IS NOT NULL;
      CREATE INDEX meetings_parked ON meetings (host_user_id) WHERE parked_at IS NOT NULL;

      -- The days on which a host was told that links wait.
      CREATE TABLE meeting_parkings (
        host_user_id uuid NOT NULL REFERENCES users,
        day date NOT NULL,
        PRIMARY KEY (host_user_id, day)
      );

      -- Zoom wants all hosts of this Zoom account to wait.
      CREATE TABLE zoom_account_pauses (
        zoom_account_id text PRIMARY KEY,
        until timestamptz NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE zoom_account_pauses, meeting_parkings;
      ALTER TABLE meetings DROP COLUMN owed_since, DROP COLUMN changed_at, DROP COLUMN parked_at;
      ALTER TABLE zoom_quota_days DROP COLUMN warned_at;
    `);
  }
}
