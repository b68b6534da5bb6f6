import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Entries of one instant are shown in the order they were written. */
export class AuditOrder1790000000038 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX audit_entries_newest;
      CREATE INDEX audit_entries_newest ON audit_entries (account_id, at, position);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX audit_entries_newest;
      CREATE INDEX audit_entries_newest ON audit_entries (account_id, at, id);
    `);
  }
}
