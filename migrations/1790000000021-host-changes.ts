import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Meetings that another host takes over, and what Zoom refuses between two of its users. */
export class HostChanges1790000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Each try costs a unit of the day, so a refusal is remembered for some weeks.
      CREATE TABLE zoom_refusals (
        -- the host whose meeting it is
        from_zoom_user text NOT NULL,
        -- who should have taken it over, or opened its door
        to_zoom_user text NOT NULL,
        act text NOT NULL CHECK (act IN ('transfer', 'alternative-host')),
        refused_at timestamptz NOT NULL,
        PRIMARY KEY (from_zoom_user, to_zoom_user, act)
      );
      CREATE INDEX zoom_refusals_to ON zoom_refusals (to_zoom_user);

      ALTER TABLE meetings
        -- given up, and handed to the host of this one rather than deleted
        ADD hand_to uuid REFERENCES meetings,
        -- not made, but taken over from the host of this one, if Zoom lets them
        ADD takes_from uuid REFERENCES meetings,
        DROP CONSTRAINT meetings_owes_check,
        ADD CONSTRAINT meetings_owes_check CHECK (owes IN ('create', 'find', 'look', 'transfer', 'update', 'delete'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE meetings SET owes = 'delete' WHERE owes = 'transfer';
      ALTER TABLE meetings
        DROP hand_to, DROP takes_from,
        DROP CONSTRAINT meetings_owes_check,
        ADD CONSTRAINT meetings_owes_check CHECK (owes IN ('create', 'find', 'look', 'update', 'delete'));
      DROP TABLE zoom_refusals;
    `);
  }
}
