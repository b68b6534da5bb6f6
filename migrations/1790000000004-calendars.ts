import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Schedules, calendars, their members, and contacts. */
export class Calendars1790000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE schedules (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        user_id uuid,
        name text NOT NULL,
        timezone text NOT NULL,
        rules jsonb NOT NULL,
        is_default boolean NOT NULL DEFAULT false,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        UNIQUE (account_id, id),
        FOREIGN KEY (account_id, user_id) REFERENCES memberships
      );
      CREATE UNIQUE INDEX schedules_default ON schedules (account_id, user_id) WHERE is_default;

      CREATE TABLE calendars (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        slug text NOT NULL,
        name text NOT NULL,
        type text NOT NULL CHECK (type IN ('round_robin', 'collective', 'unassigned')),
        timezone text NOT NULL,
        active boolean NOT NULL,
        -- ISO 8601 durations
        slot_duration text NOT NULL,
        slot_interval text NOT NULL,
        pre_buffer text NOT NULL,
        post_buffer text NOT NULL,
        appointments_per_slot integer NOT NULL CHECK (appointments_per_slot >= 1),
        appointments_per_day integer,
        minimum_notice text NOT NULL,
        booking_window text NOT NULL,
        auto_confirm boolean NOT NULL,
        allow_reschedule boolean NOT NULL,
        allow_cancellation boolean NOT NULL,
        change_cutoff text NOT NULL,
        distribution jsonb NOT NULL,
        look_busy_percent integer NOT NULL,
        event_title text NOT NULL,
        location jsonb,
        fallback_location jsonb NOT NULL,
        notifications jsonb NOT NULL,
        zoom jsonb NOT NULL,
        questions jsonb NOT NULL,
        schedule_id uuid,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        deleted_at timestamptz,
        UNIQUE (account_id, id),
        FOREIGN KEY (account_id, schedule_id) REFERENCES schedules (account_id, id)
      );
      CREATE UNIQUE INDEX calendars_slug ON calendars (slug) WHERE deleted_at IS NULL;
      CREATE INDEX calendars_of_account ON calendars (account_id, created_at, id) WHERE deleted_at IS NULL;

      CREATE TABLE calendar_members (
        account_id uuid NOT NULL,
        calendar_id uuid NOT NULL,
        user_id uuid NOT NULL,
        position integer NOT NULL,
        priority text NOT NULL CHECK (priority IN ('high', 'medium', 'low')),
        weight integer NOT NULL CHECK (weight > 0),
        is_owner boolean NOT NULL,
        -- null: the user's default
        meeting_location jsonb,
        PRIMARY KEY (calendar_id, user_id),
        FOREIGN KEY (account_id, calendar_id) REFERENCES calendars (account_id, id) ON DELETE CASCADE,
        FOREIGN KEY (account_id, user_id) REFERENCES memberships
      );
      CREATE INDEX calendar_members_of_user ON calendar_members (account_id, user_id);

      CREATE TABLE contacts (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        name text NOT NULL,
        email text NOT NULL,
        phone text,
        sms_consent boolean NOT NULL DEFAULT false,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        UNIQUE (account_id, id)
      );
      CREATE UNIQUE INDEX contacts_email ON contacts (account_id, lower(email));
      CREATE INDEX contacts_of_account ON contacts (account_id, created_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE contacts, calendar_members, calendars, schedules`);
  }
}
