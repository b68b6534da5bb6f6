import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What everybody was last told about an appointment. */
export class Invitations1790000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE invitations (
        account_id uuid NOT NULL,
        appointment_id uuid NOT NULL,
        -- contact:<e-mail>, guest:<e-mail> or host:<user ID>
        recipient text NOT NULL,
        email text NOT NULL,
        name text NOT NULL,
        timezone text NOT NULL,
        locale text,
        -- SEQUENCE of the last iCalendar text; null: there was none yet
        sequence integer,
        -- how many mails were made
        mails integer NOT NULL,
        -- what the last one said
        told jsonb NOT NULL,
        -- what the one before said: holds again when the last one is taken back before it left
        told_before jsonb,
        PRIMARY KEY (appointment_id, recipient),
        FOREIGN KEY (account_id, appointment_id) REFERENCES appointments (account_id, id)
      );

      -- Appointments about which somebody waits to be told until their link is there, or until then.
      CREATE TABLE invitation_waits (
        account_id uuid NOT NULL,
        appointment_id uuid PRIMARY KEY,
        until timestamptz NOT NULL,
        FOREIGN KEY (account_id, appointment_id) REFERENCES appointments (account_id, id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE invitation_waits, invitations`);
  }
}
