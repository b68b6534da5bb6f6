import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mails may carry several events at once, which iTIP only publishes. */
export class SeriesLetters1790000000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages DROP CONSTRAINT messages_calendar_method_check;
      ALTER TABLE messages ADD CONSTRAINT messages_calendar_method_check
        CHECK (calendar_method IN ('REQUEST', 'CANCEL', 'PUBLISH'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE messages SET calendar_method = NULL, calendar_content = NULL WHERE calendar_method = 'PUBLISH';
      ALTER TABLE messages DROP CONSTRAINT messages_calendar_method_check;
      ALTER TABLE messages ADD CONSTRAINT messages_calendar_method_check
        CHECK (calendar_method IN ('REQUEST', 'CANCEL'));
    `);
  }
}
