import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts, the people in them, and their sessions. */
export class Identity1790000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE accounts (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        timezone text NOT NULL,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL
      );

      -- A user ID is a person; memberships give it a place in accounts.
      CREATE TABLE users (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        email text NOT NULL,
        password_hash text,
        timezone text NOT NULL,
        phone text,
        created_at timestamptz NOT NULL,
        -- set when the last membership ends: the ID is dead for good
        deleted_at timestamptz
      );
      CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE deleted_at IS NULL;

      CREATE TABLE memberships (
        account_id uuid NOT NULL REFERENCES accounts,
        user_id uuid NOT NULL REFERENCES users,
        role text NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
        default_meeting_location jsonb,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        deleted_at timestamptz,
        -- the user ID this person came back as
        restored_as uuid REFERENCES users,
        PRIMARY KEY (account_id, user_id)
      );
      CREATE INDEX memberships_of_user ON memberships (user_id) WHERE deleted_at IS NULL;

      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        user_id uuid NOT NULL,
        token_hash text NOT NULL UNIQUE,
        -- who really acts, under Login As User
        actor_id uuid REFERENCES users,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        FOREIGN KEY (account_id, user_id) REFERENCES memberships
      );
      CREATE INDEX sessions_of_user ON sessions (user_id);
      CREATE INDEX sessions_expiry ON sessions (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sessions, memberships, users, accounts`);
  }
}
