import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Facts, keys of repeated requests, live processes. */
export class Platform1790000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS btree_gist;

      CREATE TABLE installation (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        -- domain time minus machine time, as the waiting jobs were scheduled with
        clock_offset_ms bigint NOT NULL DEFAULT 0,
        -- the demo account is made once, and stays gone when somebody deletes it
        demo_made boolean NOT NULL DEFAULT false
      );
      INSERT INTO installation DEFAULT VALUES;

      CREATE TABLE facts (
        id uuid PRIMARY KEY,
        seq bigint GENERATED ALWAYS AS IDENTITY,
        account_id uuid NOT NULL,
        name text NOT NULL,
        schema_version integer NOT NULL,
        aggregate_id uuid NOT NULL,
        aggregate_version integer NOT NULL,
        payload jsonb NOT NULL,
        actor_id uuid,
        subject_id uuid,
        request_id text,
        at timestamptz NOT NULL
      );
      CREATE INDEX facts_of_aggregate ON facts (account_id, aggregate_id, seq);

      CREATE TABLE reactions_done (
        fact_id uuid NOT NULL REFERENCES facts ON DELETE CASCADE,
        reaction text NOT NULL,
        PRIMARY KEY (fact_id, reaction)
      );

      CREATE TABLE idempotency_keys (
        scope text NOT NULL,
        key text NOT NULL,
        request_hash text NOT NULL,
        status integer,
        answer text,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (scope, key)
      );
      CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

      CREATE TABLE instances (
        id uuid PRIMARY KEY,
        worker_ids text[] NOT NULL,
        backend_pid integer,
        beat_at timestamptz NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE instances, idempotency_keys, reactions_done, facts, installation`);
  }
}
