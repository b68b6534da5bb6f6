import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Invitations to a team, links that prove an e-mail, and mails whose links only the recipient may read. */
export class People1790000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users
        -- when they came by a link out of a mail to this very address; null: whoever typed it may not be who reads it
        ADD email_proven_at timestamptz;

      ALTER TABLE memberships
        -- name, e-mail, zone and phone as they were when the person left: what they change later is not for this account
        ADD shown_as jsonb;
      UPDATE memberships m SET shown_as = jsonb_build_object(
          'name', u.name, 'email', u.email, 'timezone', u.timezone, 'phone', u.phone)
        FROM users u WHERE u.id = m.user_id AND m.deleted_at IS NOT NULL;

      -- Whoever was asked to join and has not answered: no member yet, so nothing else knows of them.
      CREATE TABLE team_invitations (
        account_id uuid NOT NULL REFERENCES accounts,
        -- the user ID of whoever has the e-mail or, when nobody does, the one that they will have
        id uuid NOT NULL,
        email text NOT NULL,
        name text NOT NULL,
        timezone text NOT NULL,
        phone text,
        role text NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
        invited_by uuid NOT NULL,
        token_hash text NOT NULL UNIQUE,
        expires_at timestamptz NOT NULL,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (account_id, id),
        FOREIGN KEY (account_id, invited_by) REFERENCES memberships (account_id, user_id)
      );
      CREATE UNIQUE INDEX team_invitations_email ON team_invitations (account_id, lower(email));

      -- Links out of a mail to a person: one of each purpose, so that a new one ends the former.
      CREATE TABLE mail_links (
        user_id uuid NOT NULL REFERENCES users,
        purpose text NOT NULL CHECK (purpose IN ('password-reset', 'email-change')),
        -- where it was sent
        email text NOT NULL,
        token_hash text NOT NULL UNIQUE,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (user_id, purpose)
      );
      CREATE INDEX mail_links_expiry ON mail_links (expires_at);

      -- What a mark in body and html stands for until the mail has left, sealed: nobody may read it in the delivery log.
      ALTER TABLE messages ADD secret text;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages DROP secret;
      DROP TABLE mail_links, team_invitations;
      ALTER TABLE memberships DROP shown_as;
      ALTER TABLE users DROP email_proven_at;
    `);
  }
}
