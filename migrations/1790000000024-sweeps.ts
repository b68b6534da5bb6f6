import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the last comparison of a host's meetings at Zoom with ours found. */
export class Sweeps1790000000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One for each person, the last one: it follows the person, whatever the account.
      CREATE TABLE meeting_sweeps (
        user_id uuid PRIMARY KEY REFERENCES users,
        state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
        -- a request made while one runs asks for another one after it
        requested_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz,
        missing_remade integer NOT NULL DEFAULT 0,
        changed_in_zoom integer NOT NULL DEFAULT 0,
        orphans_deleted integer NOT NULL DEFAULT 0,
        -- meetings that look like ours and are left alone, the first of them, and how many there are
        reported jsonb NOT NULL DEFAULT '[]',
        reported_count integer NOT NULL DEFAULT 0,
        -- why it failed
        failure text
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE meeting_sweeps`);
  }
}
