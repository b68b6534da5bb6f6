import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Several addresses of a contact, contacts that went into others, a search over all of it; what was asked of guests. */
export class Contacts1790000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Ships with PostgreSQL, like btree_gist.
      CREATE EXTENSION IF NOT EXISTS pg_trgm;

      -- All addresses of a contact, the main one among them: no two contacts share one.
      CREATE TABLE contact_emails (
        account_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        email text NOT NULL,
        FOREIGN KEY (account_id, contact_id) REFERENCES contacts (account_id, id) ON DELETE CASCADE
      );
      INSERT INTO contact_emails SELECT account_id, id, email FROM contacts;
      CREATE UNIQUE INDEX contact_emails_address ON contact_emails (account_id, lower(email));
      CREATE INDEX contact_emails_of_contact ON contact_emails (contact_id);
      DROP INDEX contacts_email;

      CREATE TABLE merged_contacts (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        -- where all that was theirs is now, however often that one was merged in turn
        into_id uuid NOT NULL,
        merged_at timestamptz NOT NULL,
        FOREIGN KEY (account_id, into_id) REFERENCES contacts (account_id, id) ON DELETE CASCADE
      );
      CREATE INDEX merged_contacts_into ON merged_contacts (into_id);

      -- Name, addresses and phone number in lower case, as the application writes them.
      ALTER TABLE contacts ADD search_text text;
      UPDATE contacts SET search_text = lower(normalize(
        concat_ws(E'\\n', name, email, phone, regexp_replace(phone, '[^0-9]', '', 'g')), NFKC));
      ALTER TABLE contacts ALTER search_text SET NOT NULL;
      CREATE INDEX contacts_search ON contacts USING gin (search_text gin_trgm_ops);

      UPDATE calendars SET questions =
        (SELECT jsonb_agg(jsonb_build_object('help', null) || question ORDER BY place)
         FROM jsonb_array_elements(questions) WITH ORDINALITY AS form (question, place))
        WHERE questions <> '[]';

      -- The questions that were answered, as they stood then.
      ALTER TABLE appointments ADD questions jsonb NOT NULL DEFAULT '[]';
      UPDATE appointments a SET questions = asked.questions FROM (
        SELECT c.id, jsonb_agg(jsonb_build_object('id', question -> 'id', 'label', question -> 'label',
          'type', question -> 'type') ORDER BY place) AS questions
        FROM calendars c, jsonb_array_elements(c.questions) WITH ORDINALITY AS form (question, place)
        GROUP BY c.id
      ) AS asked WHERE asked.id = a.calendar_id AND a.answers <> '{}';
      UPDATE appointments a SET questions =
        (SELECT coalesce(jsonb_agg(question ORDER BY place), '[]')
         FROM jsonb_array_elements(a.questions) WITH ORDINALITY AS form (question, place)
         WHERE a.answers ? (question ->> 'id'))
        WHERE questions <> '[]';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE appointments DROP questions;
      ALTER TABLE contacts DROP search_text;
      DROP TABLE contact_emails, merged_contacts;
      CREATE UNIQUE INDEX contacts_email ON contacts (account_id, lower(email));
    `);
  }
}
