import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Particulars that tell of a forgotten person by the way are found one by one, and said so by their entry. */
export class ForgottenByTheWay1790000000041 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(onlyForget('OLD.person_id::text, OLD.entry_id::text'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(onlyForget('OLD.person_id::text'));
  }
}

const onlyForget = (lawful: string) => `
  CREATE OR REPLACE FUNCTION audit_only_forget() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF current_setting('slotlink.forgets', true) IN (${lawful}) THEN
      RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit is append-only: DELETE of audit_particulars is refused'
      USING ERRCODE = 'insufficient_privilege';
  END $$`;
