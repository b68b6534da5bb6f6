import type { MigrationInterface, QueryRunner } from 'typeorm';

/** All five types of calendar, the grid's offset, a cap per host, sticky contacts, optional members, travel. */
export class CalendarSettings1790000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE calendars
        DROP CONSTRAINT calendars_type_check,
        ADD CONSTRAINT calendars_type_check
          CHECK (type IN ('round_robin', 'collective', 'class', 'personal', 'unassigned')),
        -- ISO 8601 duration
        ADD COLUMN slot_offset text NOT NULL DEFAULT 'PT0M',
        ADD COLUMN appointments_per_host_per_day integer CHECK (appointments_per_host_per_day >= 1),
        ADD COLUMN sticky_contact boolean NOT NULL DEFAULT false;

      -- the seats of a class are counted from the index alone
      DROP INDEX appointments_of_slot;
      CREATE INDEX appointments_of_slot ON appointments (slot_id, status);

      ALTER TABLE calendar_members ADD COLUMN optional boolean NOT NULL DEFAULT false;

      -- [{from, to, timezone}]: on these dates, both included, the rules' wall times are that zone's
      ALTER TABLE schedules ADD COLUMN travel jsonb NOT NULL DEFAULT '[]';
    `);
  }

  /** Refused while there are calendars of the types that were not offered before. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE schedules DROP COLUMN travel;
      DROP INDEX appointments_of_slot;
      CREATE INDEX appointments_of_slot ON appointments (slot_id);
      ALTER TABLE calendar_members DROP COLUMN optional;
      ALTER TABLE calendars
        DROP COLUMN sticky_contact, DROP COLUMN appointments_per_host_per_day, DROP COLUMN slot_offset,
        DROP CONSTRAINT calendars_type_check,
        ADD CONSTRAINT calendars_type_check CHECK (type IN ('round_robin', 'collective', 'unassigned'));
    `);
  }
}
