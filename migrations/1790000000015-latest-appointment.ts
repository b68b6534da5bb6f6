import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever looks busy hides other slots after each booking: the last one of a calendar is asked for often. */
export class LatestAppointment1790000000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX appointments_latest ON appointments (calendar_id, created_at, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX appointments_latest`);
  }
}
