import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Time off, and what other calendars say of a user's time. */
export class BusyTimes1790000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Of a user or of a calendar, which it then closes for all its hosts.
      CREATE TABLE blocks (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        user_id uuid,
        calendar_id uuid,
        title text NOT NULL,
        -- of the first occurrence, whose wall clock in the zone all others keep
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
        timezone text NOT NULL,
        -- an RRULE; null: once
        recurrence text,
        -- when its last occurrence has ended, or later; null: never
        over_at timestamptz CHECK (over_at >= ends_at),
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CHECK (num_nonnulls(user_id, calendar_id) = 1),
        FOREIGN KEY (account_id, user_id) REFERENCES memberships (account_id, user_id),
        FOREIGN KEY (account_id, calendar_id) REFERENCES calendars (account_id, id)
      );
      CREATE INDEX blocks_of_user ON blocks USING gist (user_id, tstzrange(starts_at, over_at))
        WHERE user_id IS NOT NULL;
      CREATE INDEX blocks_of_calendar ON blocks USING gist (calendar_id, tstzrange(starts_at, over_at))
        WHERE calendar_id IS NOT NULL;
      CREATE INDEX blocks_of_account ON blocks (account_id, starts_at, id);

      -- A user's calendar elsewhere, read as iCalendar.
      CREATE TABLE busy_feeds (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        user_id uuid NOT NULL,
        name text,
        -- sealed: whoever has the address reads the calendar
        url text NOT NULL,
        -- what may be shown of it
        url_shown text NOT NULL,
        -- counts the fetches begun: only the latest writes what it found
        attempt integer NOT NULL DEFAULT 0,
        next_fetch_at timestamptz NOT NULL,
        -- the last time it could be read, and what it said then
        fetched_at timestamptz,
        changed_at timestamptz,
        events integer NOT NULL DEFAULT 0,
        warnings jsonb NOT NULL DEFAULT '[]',
        -- since then
        failures integer NOT NULL DEFAULT 0,
        error_code text,
        error text,
        -- for asking whether there is anything new; times are worked out anew once they are a day old
        etag text,
        last_modified text,
        read_at timestamptz,
        times_hash text,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        FOREIGN KEY (account_id, user_id) REFERENCES memberships (account_id, user_id)
      );
      CREATE INDEX busy_feeds_of_account ON busy_feeds (account_id, created_at, id);
      CREATE INDEX busy_feeds_due ON busy_feeds (next_fetch_at);

      -- Of one feed sorted, disjoint and not touching.
      CREATE TABLE feed_times (
        feed_id uuid NOT NULL REFERENCES busy_feeds ON DELETE CASCADE,
        user_id uuid NOT NULL,
        during tstzrange NOT NULL,
        PRIMARY KEY (feed_id, during)
      );
      CREATE INDEX feed_times_of_user ON feed_times USING gist (user_id, during);

      -- Where a user reads their own appointments; the generation kills the addresses given out before.
      CREATE TABLE private_feeds (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        user_id uuid NOT NULL,
        generation integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        UNIQUE (account_id, user_id),
        FOREIGN KEY (account_id, user_id) REFERENCES memberships (account_id, user_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE private_feeds, feed_times, busy_feeds, blocks`);
  }
}
