import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Slots, the hosts they occupy, holds and appointments. */
export class Appointments1790000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The one order in which hosts are locked. Keys of hosts and of calendars are apart.
      CREATE FUNCTION lock_hosts(host_ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE key bigint;
      BEGIN
        FOR key IN SELECT DISTINCT hashtextextended(id::text, 1) FROM unnest(host_ids) AS id ORDER BY 1 LOOP
          PERFORM pg_advisory_xact_lock(key);
        END LOOP;
      END $$;
      CREATE FUNCTION lock_calendar(calendar_id uuid) RETURNS void LANGUAGE sql AS $$
        SELECT pg_advisory_xact_lock(hashtextextended(calendar_id::text, 2));
      $$;

      CREATE TABLE slots (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        calendar_id uuid NOT NULL,
        -- null: a calendar without hosts
        lead_user_id uuid,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
        capacity integer NOT NULL CHECK (capacity >= 1),
        live boolean NOT NULL,
        -- only holds sit in it, the last of which expires then; null once an appointment does
        held_until timestamptz,
        -- decided at the slot's first booking and kept
        location jsonb NOT NULL,
        fallback_location jsonb NOT NULL,
        topic text NOT NULL,
        -- the link as last settled by the reconciler
        link_state text NOT NULL CHECK (link_state IN ('none', 'pending', 'ready', 'parked', 'failed', 'released')),
        link_join_url text,
        link_zoom_meeting_id text,
        link_passcode text,
        link_parked_until timestamptz,
        link_reason text,
        link_unmanaged boolean NOT NULL DEFAULT false,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        UNIQUE (account_id, id),
        FOREIGN KEY (account_id, calendar_id) REFERENCES calendars (account_id, id),
        FOREIGN KEY (account_id, lead_user_id) REFERENCES memberships (account_id, user_id)
      );
      CREATE UNIQUE INDEX slots_identity ON slots (calendar_id, lead_user_id, starts_at) NULLS NOT DISTINCT WHERE live;
      CREATE INDEX slots_of_lead ON slots (lead_user_id, starts_at);
      CREATE INDEX slots_of_calendar ON slots (calendar_id, starts_at) WHERE live;
      CREATE INDEX slots_held ON slots (held_until) WHERE live AND held_until IS NOT NULL;

      -- host_id is a user ID or, for a calendar without hosts, the calendar's own id.
      CREATE TABLE slot_hosts (
        slot_id uuid NOT NULL,
        account_id uuid NOT NULL,
        host_id uuid NOT NULL,
        position integer NOT NULL,
        -- buffers included
        blocked tstzrange NOT NULL,
        live boolean NOT NULL,
        forced boolean NOT NULL,
        PRIMARY KEY (slot_id, host_id),
        FOREIGN KEY (account_id, slot_id) REFERENCES slots (account_id, id),
        CONSTRAINT slot_hosts_no_overlap
          EXCLUDE USING gist (host_id WITH =, blocked WITH &&) WHERE (live AND NOT forced)
      );
      CREATE INDEX slot_hosts_busy ON slot_hosts USING gist (host_id, blocked) WHERE live;

      CREATE TABLE holds (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        calendar_id uuid NOT NULL,
        slot_id uuid NOT NULL,
        expires_at timestamptz NOT NULL,
        extended boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL,
        FOREIGN KEY (account_id, slot_id) REFERENCES slots (account_id, id)
      );
      CREATE INDEX holds_of_slot ON holds (slot_id);

      -- Which host got which appointment, append-only: what round robin decides by.
      CREATE TABLE assignments (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account_id uuid NOT NULL,
        calendar_id uuid NOT NULL,
        host_id uuid NOT NULL,
        appointment_id uuid NOT NULL,
        at timestamptz NOT NULL
      );
      CREATE INDEX assignments_of_host ON assignments (calendar_id, host_id, at);

      CREATE TABLE appointments (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        calendar_id uuid NOT NULL,
        slot_id uuid NOT NULL,
        series_id uuid,
        contact_id uuid NOT NULL,
        -- what a guest typed of themselves: guests see this, never the contact's record
        booker jsonb,
        status text NOT NULL CHECK (status IN ('new', 'confirmed', 'cancelled', 'showed', 'noshow', 'invalid')),
        -- the guest's zone
        timezone text NOT NULL,
        locale text,
        title text NOT NULL,
        notes text,
        internal_notes text,
        guests jsonb NOT NULL,
        answers jsonb NOT NULL,
        source jsonb,
        -- what the guest chose (ask_booker) or staff set, ahead of the slot's
        location jsonb,
        cancelled_by text CHECK (cancelled_by IN ('guest', 'staff', 'system')),
        cancellation_reason text,
        cancelled_at timestamptz,
        -- booked over hours, limits and other slots
        forced boolean NOT NULL,
        -- messages are sent about it
        notify boolean NOT NULL,
        -- counts the guests' links up: older ones are dead
        link_generation integer NOT NULL DEFAULT 1,
        hidden_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        UNIQUE (account_id, id),
        FOREIGN KEY (account_id, calendar_id) REFERENCES calendars (account_id, id),
        FOREIGN KEY (account_id, slot_id) REFERENCES slots (account_id, id),
        FOREIGN KEY (account_id, contact_id) REFERENCES contacts (account_id, id)
      );
      CREATE INDEX appointments_of_slot ON appointments (slot_id);
      CREATE INDEX appointments_of_calendar ON appointments (calendar_id, status);
      CREATE INDEX appointments_of_contact ON appointments (contact_id);
      CREATE INDEX appointments_of_account ON appointments (account_id, created_at, id) WHERE hidden_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE appointments, assignments, holds, slot_hosts, slots; DROP FUNCTION lock_hosts, lock_calendar`,
    );
  }
}
