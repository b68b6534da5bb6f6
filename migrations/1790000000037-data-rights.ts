import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contacts and users who were erased, and the receipts of it. */
export class DataRights1790000000037 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- IDs only: whom they stood for is known no more.
      CREATE TABLE erasures (
        account_id uuid NOT NULL REFERENCES accounts,
        id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('contact', 'user')),
        person_id uuid NOT NULL,
        actor_id uuid,
        at timestamptz NOT NULL,
        -- rows changed or deleted, by table
        erased jsonb NOT NULL,
        PRIMARY KEY (account_id, id)
      );
      CREATE INDEX erasures_latest ON erasures (account_id, at, id);

      -- Their appointments stay, of nobody.
      ALTER TABLE contacts ADD erased_at timestamptz;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE contacts DROP erased_at;
      DROP TABLE erasures;
    `);
  }
}
