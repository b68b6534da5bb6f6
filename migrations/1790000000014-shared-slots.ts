import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Free slots look for the few slots that can be joined among the many that cannot. */
export class SharedSlots1790000000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX slots_shared ON slots (calendar_id, starts_at) WHERE live AND capacity > 1`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX slots_shared`);
  }
}
