import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The Zoom meetings of slots: what is wanted, what is known, and what is owed. */
export class Meetings1790000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE meetings (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        slot_id uuid NOT NULL,
        generation integer NOT NULL,
        host_user_id uuid NOT NULL REFERENCES users,
        -- who sits in the slot, or did last: what requests are made for
        appointment_ids uuid[] NOT NULL,
        -- what the slot asks for
        wanted text NOT NULL CHECK (wanted IN ('present', 'absent')),
        topic text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        -- unknown: it may or may not be at Zoom, so it is looked for before anything else
        known text NOT NULL CHECK (known IN ('none', 'unknown', 'present', 'absent')),
        -- whose Zoom account it was made on; null until the first attempt
        zoom_user_id text,
        -- stands at the start of the meeting's agenda
        reference text NOT NULL UNIQUE,
        -- null: Zoom refused ours and makes one
        passcode text,
        zoom_meeting_id text,
        join_url text,
        -- what Zoom was last told
        sent_topic text,
        sent_starts_at timestamptz,
        sent_duration_minutes integer,
        -- the host's Zoom was disconnected since: it works, but nobody keeps it true
        unmanaged boolean NOT NULL DEFAULT false,
        -- the next request to make, until when it makes sense, and domain time before which it is left alone
        owes text CHECK (owes IN ('create', 'find', 'update', 'delete')),
        owed_until timestamptz,
        retry_at timestamptz,
        attempted_at timestamptz,
        -- failed ones since the last that succeeded
        attempts integer NOT NULL DEFAULT 0,
        failure text,
        created_at timestamptz NOT NULL,
        UNIQUE (account_id, id),
        UNIQUE (slot_id, generation),
        FOREIGN KEY (account_id, slot_id) REFERENCES slots (account_id, id)
      );
      CREATE UNIQUE INDEX meetings_current ON meetings (slot_id) WHERE wanted = 'present';
      CREATE INDEX meetings_owed_by_host ON meetings (host_user_id) WHERE owes IS NOT NULL;
      CREATE INDEX meetings_owed_at_zoom ON meetings (zoom_user_id) WHERE owes IS NOT NULL;
      CREATE INDEX meetings_of_host ON meetings (host_user_id, ends_at) WHERE wanted = 'present';

      -- Zoom is out of reach for this Zoom user, or wants us to wait.
      CREATE TABLE meeting_pauses (
        zoom_user_id text PRIMARY KEY,
        failures integer NOT NULL,
        until timestamptz NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE meeting_pauses, meetings`);
  }
}
