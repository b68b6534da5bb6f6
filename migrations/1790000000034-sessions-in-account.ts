import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A login as somebody else is opened from a session of the same account. */
export class SessionsInAccount1790000000034 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNIQUE INDEX sessions_in_account ON sessions (account_id, id);
      ALTER TABLE sessions
        DROP CONSTRAINT sessions_opened_by_fkey,
        ADD CONSTRAINT sessions_opened_by_in_account
          FOREIGN KEY (account_id, opened_by) REFERENCES sessions (account_id, id) ON DELETE CASCADE;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sessions
        DROP CONSTRAINT sessions_opened_by_in_account,
        ADD FOREIGN KEY (opened_by) REFERENCES sessions ON DELETE CASCADE;
      DROP INDEX sessions_in_account;
    `);
  }
}
