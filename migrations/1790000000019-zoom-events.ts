import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What Zoom tells us unasked, and what follows for meetings that somebody changed in Zoom. */
export class ZoomEvents1790000000019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Every verified event, whoever it is about: Zoom tells each only once.
      CREATE TABLE zoom_events (
        id uuid PRIMARY KEY,
        -- of what the event says, so that it is one row however often it is delivered
        digest text NOT NULL UNIQUE,
        -- null where the body does not say it, or says it in no way that can be stored
        event text,
        event_at timestamptz,
        zoom_account_id text,
        zoom_user_id text,
        object_id text,
        object_uuid text,
        received_at timestamptz NOT NULL,
        -- null while it waits for its job
        worked_at timestamptz,
        body bytea NOT NULL
      );
      CREATE INDEX zoom_events_age ON zoom_events (received_at);

      ALTER TABLE meetings
        -- how often somebody touched it in Zoom since we last looked
        ADD touches integer NOT NULL DEFAULT 0,
        -- what somebody changed in Zoom stands, until the slot itself changes
        ADD accepted boolean NOT NULL DEFAULT false,
        -- how often such a change was undone since then
        ADD restores integer NOT NULL DEFAULT 0,
        ADD restores_since timestamptz,
        DROP CONSTRAINT meetings_owes_check,
        ADD CONSTRAINT meetings_owes_check CHECK (owes IN ('create', 'find', 'look', 'update', 'delete'));
      CREATE INDEX meetings_at_zoom ON meetings (zoom_meeting_id) WHERE wanted = 'present';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX meetings_at_zoom;
      UPDATE meetings SET owes = NULL, owed_until = NULL WHERE owes = 'look';
      ALTER TABLE meetings
        DROP touches, DROP accepted, DROP restores, DROP restores_since,
        DROP CONSTRAINT meetings_owes_check,
        ADD CONSTRAINT meetings_owes_check CHECK (owes IN ('create', 'find', 'update', 'delete'));
      DROP TABLE zoom_events;
    `);
  }
}
