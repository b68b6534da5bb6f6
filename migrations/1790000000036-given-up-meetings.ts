import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A meeting that is given up is known again by its ID, and one that is replaced goes after the other has come. */
export class GivenUpMeetings1790000000036 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE meetings
        -- the last ID it had at Zoom, also after it is gone
        ADD last_zoom_meeting_id text,
        -- another host's meeting for the same time, which is deleted once this one is there
        ADD replaces uuid,
        ADD CONSTRAINT meetings_replaces FOREIGN KEY (account_id, replaces) REFERENCES meetings (account_id, id);
      UPDATE meetings SET last_zoom_meeting_id = zoom_meeting_id WHERE zoom_meeting_id IS NOT NULL;
      CREATE INDEX meetings_once_at_zoom ON meetings (last_zoom_meeting_id) WHERE wanted = 'absent';
      CREATE INDEX meetings_that_replace ON meetings (replaces) WHERE replaces IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE meetings DROP replaces, DROP last_zoom_meeting_id;
    `);
  }
}
