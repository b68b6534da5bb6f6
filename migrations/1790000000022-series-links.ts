import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A meeting belongs to a slot, or to a series for all its slots together. */
export class SeriesLinks1790000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whose Zoom makes the one link of the series; null: each of its slots has a link of its own.
      ALTER TABLE series ADD link_host_user_id uuid;
      ALTER TABLE series ADD FOREIGN KEY (account_id, link_host_user_id) REFERENCES memberships (account_id, user_id);

      -- The slot's link is that of the series.
      ALTER TABLE slots ADD link_series_id uuid;
      ALTER TABLE slots ADD FOREIGN KEY (account_id, link_series_id) REFERENCES series (account_id, id);
      CREATE INDEX slots_of_series_link ON slots (link_series_id) WHERE link_series_id IS NOT NULL;

      ALTER TABLE meetings ALTER slot_id DROP NOT NULL;
      ALTER TABLE meetings ADD series_id uuid;
      ALTER TABLE meetings ADD FOREIGN KEY (account_id, series_id) REFERENCES series (account_id, id);
      ALTER TABLE meetings ADD CONSTRAINT meetings_have_one_owner CHECK (num_nonnulls(slot_id, series_id) = 1);
      ALTER TABLE meetings ADD UNIQUE (series_id, generation);
      CREATE UNIQUE INDEX meetings_current_of_series ON meetings (series_id) WHERE wanted = 'present';

      ALTER TABLE zoom_requests ALTER slot_id DROP NOT NULL;
      ALTER TABLE zoom_requests ADD series_id uuid;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM meetings WHERE series_id IS NOT NULL;
      DELETE FROM zoom_requests WHERE slot_id IS NULL;
      ALTER TABLE zoom_requests DROP series_id;
      ALTER TABLE zoom_requests ALTER slot_id SET NOT NULL;
      ALTER TABLE meetings DROP series_id;
      ALTER TABLE meetings ALTER slot_id SET NOT NULL;
      ALTER TABLE slots DROP link_series_id;
      ALTER TABLE series DROP link_host_user_id;
    `);
  }
}
