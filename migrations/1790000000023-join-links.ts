import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Series with one link for each host, and join links for each participant. */
export class JoinLinks1790000000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE calendars SET zoom = '{"joinLinks": "shared", "oneLinkForSeries": false}'::jsonb || zoom;

      -- The slots of a series that one host leads share a link.
      ALTER TABLE series DROP link_host_user_id;
      ALTER TABLE series ADD one_link boolean NOT NULL DEFAULT false;
      DROP INDEX meetings_current_of_series;
      CREATE UNIQUE INDEX meetings_current_of_series ON meetings (series_id, host_user_id) WHERE wanted = 'present';

      -- What the calendar asked for when the slot was booked first, and whether the meeting it has gives such links.
      ALTER TABLE slots ADD join_links text NOT NULL DEFAULT 'shared' CHECK (join_links IN ('shared', 'per_participant'));
      ALTER TABLE slots ADD link_personal boolean NOT NULL DEFAULT false;
      -- {meetingId, joinUrl, reason}: the participant's own link to that meeting; without an address they have the slot's
      ALTER TABLE appointments ADD own_link jsonb;
      -- Made for registration.
      ALTER TABLE meetings ADD personal boolean NOT NULL DEFAULT false;

      -- Who is enrolled in a meeting: one registrant for each address, however many appointments it has there.
      CREATE TABLE meeting_registrants (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        -- in lower case
        email text NOT NULL,
        first_name text NOT NULL,
        last_name text NOT NULL,
        wanted text NOT NULL CHECK (wanted IN ('present', 'absent')),
        known text NOT NULL CHECK (known IN ('none', 'unknown', 'present', 'absent')),
        registrant_id text,
        join_url text,
        owes text CHECK (owes IN ('enrol', 'find', 'remove')),
        retry_at timestamptz,
        -- failed ones since the last that succeeded
        attempts integer NOT NULL DEFAULT 0,
        failure text,
        created_at timestamptz NOT NULL,
        UNIQUE (meeting_id, email),
        FOREIGN KEY (account_id, meeting_id) REFERENCES meetings (account_id, id)
      );
      CREATE INDEX meeting_registrants_owed ON meeting_registrants (meeting_id) WHERE owes IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE meeting_registrants;
      ALTER TABLE meetings DROP personal;
      ALTER TABLE appointments DROP own_link;
      ALTER TABLE slots DROP join_links, DROP link_personal;
      DROP INDEX meetings_current_of_series;
      CREATE UNIQUE INDEX meetings_current_of_series ON meetings (series_id) WHERE wanted = 'present';
      ALTER TABLE series DROP one_link;
      ALTER TABLE series ADD link_host_user_id uuid;
      UPDATE calendars SET zoom = zoom - 'joinLinks' - 'oneLinkForSeries';
    `);
  }
}
