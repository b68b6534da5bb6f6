import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The delivery log: every message, whether it left or not. */
export class Messages1790000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE messages (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        appointment_id uuid,
        workflow_id uuid,
        step_id text,
        channel text NOT NULL CHECK (channel IN ('email', 'sms', 'in_app')),
        recipient text NOT NULL,
        recipient_name text,
        reply_to text,
        subject text,
        body text NOT NULL,
        html text,
        -- text/calendar, with its METHOD
        calendar_method text CHECK (calendar_method IN ('REQUEST', 'CANCEL')),
        calendar_content text,
        -- the Message-ID, derived, so that a resend after a crash is recognised as the same mail
        mail_id text NOT NULL,
        -- one message per purpose, recipient and version of what it speaks of
        dedupe_key text NOT NULL,
        state text NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'skipped', 'unknown')),
        why text,
        -- how often it was taken up for sending, and until when (database time) whoever took it up last has it alone
        attempts integer NOT NULL DEFAULT 0,
        lease_until timestamptz,
        sent_at timestamptz,
        created_at timestamptz NOT NULL,
        UNIQUE (account_id, dedupe_key)
      );
      CREATE INDEX messages_of_appointment ON messages (account_id, appointment_id, created_at);
      CREATE INDEX messages_of_account ON messages (account_id, created_at, id);
      CREATE INDEX messages_queued ON messages (account_id, dedupe_key) WHERE state = 'queued';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE messages`);
  }
}
