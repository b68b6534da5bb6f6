import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A session under Login As User says why, and hangs on the session of whoever acts. */
export class LoginAsUser1790000000029 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- none was ever opened before
      DELETE FROM sessions WHERE actor_id IS NOT NULL;
      ALTER TABLE sessions
        ADD reason text,
        -- the session of the actor it was opened from, with which it ends
        ADD opened_by uuid REFERENCES sessions ON DELETE CASCADE,
        ADD FOREIGN KEY (account_id, actor_id) REFERENCES memberships (account_id, user_id),
        ADD CONSTRAINT sessions_under_login_as CHECK (
          num_nonnulls(actor_id, reason, opened_by) IN (0, 3) AND actor_id <> user_id
        );
      CREATE INDEX sessions_of_actor ON sessions (actor_id) WHERE actor_id IS NOT NULL;
      CREATE INDEX sessions_opened_by ON sessions (opened_by) WHERE opened_by IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX sessions_opened_by;
      DROP INDEX sessions_of_actor;
      ALTER TABLE sessions DROP CONSTRAINT sessions_under_login_as;
      ALTER TABLE sessions DROP CONSTRAINT sessions_account_id_actor_id_fkey;
      ALTER TABLE sessions DROP opened_by, DROP reason;
    `);
  }
}
