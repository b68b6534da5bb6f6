import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A connection begun in a login as somebody else ends with that login. */
export class ZoomLogins1790000000039 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- the session under Login As User, which may be gone by now; null without one
      ALTER TABLE zoom_oauth_states ADD COLUMN login_id uuid;
      ALTER TABLE zoom_unconfirmed ADD COLUMN login_id uuid;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE zoom_unconfirmed DROP COLUMN login_id;
      ALTER TABLE zoom_oauth_states DROP COLUMN login_id;
    `);
  }
}
