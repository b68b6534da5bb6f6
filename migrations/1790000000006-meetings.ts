import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The Zoom meetings of slots: what is wanted, what is known, and the attempt under way. */
export class Meetings1790000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE meetings (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        slot_id uuid NOT NULL,
        generation integer NOT NULL,
        host_user_id uuid NOT NULL REFERENCES users,
        wanted text NOT NULL CHECK (wanted IN ('present', 'absent')),
        -- unknown: a create was attempted and its fate is not known yet
        known text NOT NULL CHECK (known IN ('none', 'unknown', 'present', 'absent')),
        -- whose Zoom account it was made on; null until the first attempt
        zoom_user_id text,
        -- stands at the start of the meeting's agenda
        reference text NOT NULL UNIQUE,
        zoom_meeting_id text,
        join_url text,
        passcode text,
        -- what Zoom was last told
        sent_topic text,
        sent_starts_at timestamptz,
        sent_duration_minutes integer,
        attempted_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        -- domain time before which it is left alone
        retry_at timestamptz,
        failure text,
        created_at timestamptz NOT NULL,
        UNIQUE (account_id, id),
        UNIQUE (slot_id, generation),
        FOREIGN KEY (account_id, slot_id) REFERENCES slots (account_id, id)
      );
      CREATE UNIQUE INDEX meetings_current ON meetings (slot_id) WHERE wanted = 'present';
      CREATE INDEX meetings_of_host ON meetings (host_user_id) WHERE NOT (wanted = 'absent' AND known IN ('none', 'absent'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE meetings`);
  }
}
