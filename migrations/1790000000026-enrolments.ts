import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Meetings whose participants have links of their own are gone through when somebody came or left. */
export class Enrolments1790000000026 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- who is enrolled may not be who sits there any more
      ALTER TABLE meetings ADD enrol_due boolean NOT NULL DEFAULT false;
      CREATE INDEX meetings_personal ON meetings (zoom_user_id) WHERE personal AND wanted = 'present';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX meetings_personal;
      ALTER TABLE meetings DROP enrol_due;
    `);
  }
}
