import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What somebody finds inside the application. The words are those of the message with the same ID. */
export class Notifications1790000000018 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifications (
        id uuid PRIMARY KEY REFERENCES messages,
        account_id uuid NOT NULL,
        user_id uuid NOT NULL,
        -- counts the person's notifications in the account, in the order in which they became visible
        number integer NOT NULL CHECK (number > 0),
        kind text NOT NULL,
        calendar_id uuid,
        created_at timestamptz NOT NULL,
        read_at timestamptz,
        UNIQUE (account_id, user_id, number),
        FOREIGN KEY (account_id, user_id) REFERENCES memberships (account_id, user_id),
        FOREIGN KEY (account_id, calendar_id) REFERENCES calendars (account_id, id)
      );
      CREATE INDEX notifications_unread ON notifications (account_id, user_id, number) WHERE read_at IS NULL;

      -- The row is locked until whoever takes a number has committed: a higher number never shows before a lower one.
      CREATE TABLE inboxes (
        account_id uuid NOT NULL,
        user_id uuid NOT NULL,
        last_number integer NOT NULL,
        PRIMARY KEY (account_id, user_id),
        FOREIGN KEY (account_id, user_id) REFERENCES memberships (account_id, user_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE inboxes, notifications; DELETE FROM messages WHERE channel = 'in_app'`);
  }
}
