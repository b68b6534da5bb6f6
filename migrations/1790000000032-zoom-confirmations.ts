import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Connections that wait for a person's yes, and links by which somebody is asked to connect. */
export class ZoomConfirmations1790000000032 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE zoom_oauth_states
        -- of the mark of the browser that began it; null when none was known
        ADD COLUMN browser_hash text,
        -- of the mailed link it was begun by
        ADD COLUMN link_hash text;

      -- Fresh tokens of a Zoom user whom nobody has: they are bound once somebody has seen whom, else revoked.
      CREATE TABLE zoom_unconfirmed (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        user_id uuid NOT NULL,
        actor_id uuid NOT NULL,
        return_to text NOT NULL,
        link_hash text,
        -- of what confirms it
        token_hash text NOT NULL UNIQUE,
        -- signing in again kills the tokens got before, so there is never more than one
        zoom_user_id text NOT NULL UNIQUE,
        email text,
        display_name text NOT NULL,
        -- sealed
        tokens text NOT NULL,
        expires_at timestamptz NOT NULL,
        FOREIGN KEY (account_id, user_id) REFERENCES memberships,
        FOREIGN KEY (account_id, actor_id) REFERENCES memberships
      );

      -- The one link by which a user may connect without logging in; sending another one replaces it.
      CREATE TABLE zoom_connect_links (
        account_id uuid NOT NULL REFERENCES accounts,
        user_id uuid NOT NULL,
        token_hash text NOT NULL UNIQUE,
        asked_by uuid NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (account_id, user_id),
        FOREIGN KEY (account_id, user_id) REFERENCES memberships,
        FOREIGN KEY (account_id, asked_by) REFERENCES memberships
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE zoom_connect_links, zoom_unconfirmed;
      ALTER TABLE zoom_oauth_states DROP COLUMN browser_hash, DROP COLUMN link_hash;
    `);
  }
}
