import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where sessions are, and second factors. */
export class Logins1790000000031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sessions
        -- roughly: written once in a quarter of an hour
        ADD last_used_at timestamptz,
        -- where and with what it was opened
        ADD address text,
        ADD user_agent text;
      UPDATE sessions SET last_used_at = created_at;
      ALTER TABLE sessions ALTER last_used_at SET NOT NULL;
      DROP INDEX sessions_of_user;
      CREATE INDEX sessions_of_user ON sessions (user_id, created_at, id);

      CREATE TABLE totp_secrets (
        user_id uuid PRIMARY KEY REFERENCES users,
        -- what the secret is sealed for
        id uuid NOT NULL UNIQUE,
        secret text NOT NULL,
        -- once a first code has shown that the app has it
        active boolean NOT NULL DEFAULT false,
        -- the period, counted from 1970, of the last code used: it and those before open nothing
        last_step bigint NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL
      );
      CREATE TABLE recovery_codes (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users,
        code_hash text NOT NULL,
        UNIQUE (user_id, code_hash)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE recovery_codes, totp_secrets;
      DROP INDEX sessions_of_user;
      CREATE INDEX sessions_of_user ON sessions (user_id);
      ALTER TABLE sessions DROP last_used_at, DROP address, DROP user_agent;
    `);
  }
}
