import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who did what, kept so that neither the application nor a mistaken hand can change it. */
export class Audit1790000000027 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_entries (
        account_id uuid NOT NULL,
        id uuid NOT NULL,
        -- the order of writing; transactions may commit in another one
        position bigint GENERATED ALWAYS AS IDENTITY,
        at timestamptz NOT NULL,
        -- null: a guest or the system
        actor_id uuid,
        -- whom they acted as; mostly themselves
        subject_id uuid,
        -- the API key it was done with
        key_id uuid,
        action text NOT NULL,
        target_kind text NOT NULL,
        target_id text,
        -- json, not jsonb: the texts are kept as they were signed
        before json,
        after json,
        -- which particulars belong to it: part, person, digest
        particulars json NOT NULL,
        request_id text,
        mac text NOT NULL,
        -- place and hash in the account's chain; null until sealed
        number bigint CHECK (number > 0),
        hash text,
        PRIMARY KEY (account_id, id),
        CHECK ((number IS NULL) = (hash IS NULL))
      );
      CREATE INDEX audit_entries_newest ON audit_entries (account_id, at, id);
      CREATE INDEX audit_entries_of_actor ON audit_entries (account_id, actor_id, at);
      CREATE INDEX audit_entries_of_subject ON audit_entries (account_id, subject_id, at);
      CREATE INDEX audit_entries_of_target ON audit_entries (account_id, target_id, at);
      CREATE INDEX audit_entries_unsealed ON audit_entries (account_id, position) WHERE number IS NULL;
      CREATE UNIQUE INDEX audit_entries_chain ON audit_entries (account_id, number) WHERE number IS NOT NULL;

      -- What tells of a person: erasable, while the entry keeps the salted digest.
      CREATE TABLE audit_particulars (
        account_id uuid NOT NULL,
        entry_id uuid NOT NULL,
        part text NOT NULL CHECK (part IN ('actor', 'subject', 'values')),
        person_id uuid,
        salt text NOT NULL,
        content json NOT NULL,
        PRIMARY KEY (account_id, entry_id, part),
        FOREIGN KEY (account_id, entry_id) REFERENCES audit_entries (account_id, id)
      );
      CREATE INDEX audit_particulars_of_person ON audit_particulars (account_id, person_id);

      -- How far each account's chain goes, signed.
      CREATE TABLE audit_heads (
        account_id uuid PRIMARY KEY,
        number bigint NOT NULL,
        hash text NOT NULL,
        sealed_at timestamptz NOT NULL,
        mac text NOT NULL
      );

      -- How many accounts have a chain, signed, so that a whole one cannot go unnoticed.
      CREATE TABLE audit_roll (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        chains integer NOT NULL,
        mac text NOT NULL
      );

      CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the audit is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
          USING ERRCODE = 'insufficient_privilege';
      END $$;

      -- The only change of an entry is its seal, once.
      CREATE FUNCTION audit_only_seal() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        unsealed audit_entries := NEW;
      BEGIN
        unsealed.number := NULL;
        unsealed.hash := NULL;
        IF NEW.number IS NOT NULL AND unsealed::text = OLD::text THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'the audit is append-only: UPDATE of audit_entries is refused'
          USING ERRCODE = 'insufficient_privilege';
      END $$;

      -- Particulars go when a person is forgotten, which says so first.
      CREATE FUNCTION audit_only_forget() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF current_setting('slotlink.forgets', true) = OLD.person_id::text THEN
          RETURN OLD;
        END IF;
        RAISE EXCEPTION 'the audit is append-only: DELETE of audit_particulars is refused'
          USING ERRCODE = 'insufficient_privilege';
      END $$;

      CREATE TRIGGER only_seal BEFORE UPDATE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_only_seal();
      CREATE TRIGGER no_delete BEFORE DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_entries EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER no_update BEFORE UPDATE ON audit_particulars FOR EACH ROW EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER only_forget BEFORE DELETE ON audit_particulars FOR EACH ROW EXECUTE FUNCTION audit_only_forget();
      CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_particulars EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER no_delete BEFORE DELETE ON audit_heads FOR EACH ROW EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_heads EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER no_delete BEFORE DELETE ON audit_roll FOR EACH ROW EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_roll EXECUTE FUNCTION audit_refuse();

      -- They fire for a session that poses as a replica, too.
      ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER only_seal, ENABLE ALWAYS TRIGGER no_delete,
        ENABLE ALWAYS TRIGGER no_truncate;
      ALTER TABLE audit_particulars ENABLE ALWAYS TRIGGER no_update, ENABLE ALWAYS TRIGGER only_forget,
        ENABLE ALWAYS TRIGGER no_truncate;
      ALTER TABLE audit_heads ENABLE ALWAYS TRIGGER no_delete, ENABLE ALWAYS TRIGGER no_truncate;
      ALTER TABLE audit_roll ENABLE ALWAYS TRIGGER no_delete, ENABLE ALWAYS TRIGGER no_truncate;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE audit_roll, audit_heads, audit_particulars, audit_entries;
      DROP FUNCTION audit_refuse, audit_only_seal, audit_only_forget;
    `);
  }
}
