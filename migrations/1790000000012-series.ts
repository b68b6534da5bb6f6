import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Series of appointments, as they were asked for. */
export class Series1790000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE series (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        calendar_id uuid NOT NULL,
        -- an iCalendar RRULE, as it was given
        rrule text NOT NULL,
        -- whose wall clock every occurrence keeps
        timezone text NOT NULL,
        -- the first occurrence of the rule
        starts_at timestamptz NOT NULL,
        on_conflict text NOT NULL CHECK (on_conflict IN ('skip', 'continue', 'next')),
        host text NOT NULL CHECK (host IN ('same', 'per_occurrence')),
        -- what became of the occurrences that were not free, when it was booked
        conflicts jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (account_id, id),
        FOREIGN KEY (account_id, calendar_id) REFERENCES calendars (account_id, id)
      );
      ALTER TABLE appointments ADD FOREIGN KEY (account_id, series_id) REFERENCES series (account_id, id);
      CREATE INDEX appointments_of_series ON appointments (series_id) WHERE series_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX appointments_of_series;
      ALTER TABLE appointments DROP CONSTRAINT appointments_account_id_series_id_fkey;
      DROP TABLE series;
    `);
  }
}
