import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys with which programs ask, in the name of who made them. */
export class ApiKeys1790000000028 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_keys (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        -- who made it: it acts as them
        user_id uuid NOT NULL,
        name text NOT NULL,
        token_hash text NOT NULL UNIQUE,
        -- how the secret begins, to tell keys apart
        hint text NOT NULL,
        -- names of policies
        scopes text[] NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        -- to the minute
        last_used_at timestamptz,
        UNIQUE (account_id, id),
        FOREIGN KEY (account_id, user_id) REFERENCES memberships
      );
      CREATE INDEX api_keys_of_user ON api_keys (account_id, user_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE api_keys`);
  }
}
