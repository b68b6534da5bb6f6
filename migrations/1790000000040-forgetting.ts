import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages and notifications are forgotten by age. */
export class Forgetting1790000000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX messages_by_age ON messages (created_at) WHERE channel <> 'in_app';
      CREATE INDEX notifications_by_age ON notifications (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX messages_by_age, notifications_by_age`);
  }
}
