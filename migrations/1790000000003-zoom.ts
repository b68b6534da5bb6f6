import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Zoom accounts bound to user IDs, their sealed tokens, leases and the daily ledger. */
export class Zoom1790000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One Zoom user belongs to one user ID, also after disconnecting and after the user's death; only release frees it.
      CREATE TABLE zoom_bindings (
        zoom_user_id text PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users,
        bound_at timestamptz NOT NULL
      );
      CREATE INDEX zoom_bindings_of_user ON zoom_bindings (user_id);

      CREATE TABLE zoom_connections (
        id uuid PRIMARY KEY,
        -- where it was last connected from; the connection itself serves the person in every account
        account_id uuid NOT NULL REFERENCES accounts,
        user_id uuid NOT NULL REFERENCES users,
        zoom_user_id text NOT NULL,
        zoom_account_id text,
        email text,
        display_name text NOT NULL,
        plan text NOT NULL,
        scopes text[] NOT NULL,
        state text NOT NULL CHECK (state IN ('connected', 'reconnect-required', 'disconnected')),
        -- sealed with the row's id as associated data; null once disconnected or known to be dead
        access_token text,
        refresh_token text,
        access_expires_at timestamptz,
        connected_at timestamptz NOT NULL,
        disconnected_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        UNIQUE (user_id, zoom_user_id)
      );
      CREATE UNIQUE INDEX zoom_connections_user ON zoom_connections (user_id) WHERE state <> 'disconnected';
      CREATE UNIQUE INDEX zoom_connections_zoom_user ON zoom_connections (zoom_user_id) WHERE state <> 'disconnected';

      -- Whoever talks to Zoom for this Zoom user now. Times are the database's own.
      CREATE TABLE zoom_leases (
        zoom_user_id text PRIMARY KEY,
        lease_token uuid NOT NULL,
        lease_until timestamptz NOT NULL
      );

      CREATE TABLE zoom_oauth_states (
        state_hash text PRIMARY KEY,
        account_id uuid NOT NULL,
        user_id uuid NOT NULL,
        -- who really started it, under Login As User
        actor_id uuid NOT NULL REFERENCES users,
        return_to text NOT NULL,
        -- sealed
        code_verifier text NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        -- when its outcome was decided; used and not settled: the authorisation is under way
        settled_at timestamptz,
        FOREIGN KEY (account_id, user_id) REFERENCES memberships
      );
      CREATE INDEX zoom_oauth_states_expiry ON zoom_oauth_states (expires_at);
      CREATE INDEX zoom_oauth_states_under_way ON zoom_oauth_states (used_at) WHERE settled_at IS NULL;

      CREATE TABLE zoom_quota_days (
        user_id uuid NOT NULL REFERENCES users,
        day date NOT NULL,
        used integer NOT NULL,
        PRIMARY KEY (user_id, day)
      );
      -- The Zoom user's own count, so that a released binding carries the day along.
      CREATE TABLE zoom_user_quota_days (
        zoom_user_id text NOT NULL,
        day date NOT NULL,
        used integer NOT NULL,
        spent_by_zoom boolean NOT NULL DEFAULT false,
        PRIMARY KEY (zoom_user_id, day)
      );
      CREATE TABLE zoom_requests (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        user_id uuid NOT NULL REFERENCES users,
        zoom_user_id text NOT NULL,
        day date NOT NULL,
        at timestamptz NOT NULL,
        purpose text NOT NULL CHECK (purpose IN ('create', 'update', 'delete')),
        slot_id uuid NOT NULL,
        appointment_ids uuid[] NOT NULL,
        outcome text
      );
      CREATE INDEX zoom_requests_of_day ON zoom_requests (user_id, day, at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE zoom_requests, zoom_user_quota_days, zoom_quota_days, zoom_oauth_states, zoom_leases,
        zoom_connections, zoom_bindings
    `);
  }
}
