import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether an appointment waits is nothing another account can find out, not even by what it is refused for. */
export class WaitsOfAnAccount1790000000042 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE invitation_waits DROP CONSTRAINT invitation_waits_pkey, ADD PRIMARY KEY (account_id, appointment_id)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE invitation_waits DROP CONSTRAINT invitation_waits_pkey, ADD PRIMARY KEY (appointment_id)
    `);
  }
}
