import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was asked when an appointment was booked, and lines of help in a calendar's form. */
export class Contacts1790000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
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
    await runner.query(`ALTER TABLE appointments DROP questions`);
  }
}
