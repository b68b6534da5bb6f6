import type { MigrationInterface, QueryRunner } from 'typeorm';

interface Reference {
  table: string;
  column: string;
  to: 'appointments' | 'calendars' | 'meetings' | 'memberships' | 'messages' | 'series' | 'slots';
  /** The constraint it takes the place of, which told nothing of the account. */
  replaces?: string;
}

const REFERENCES: Reference[] = [
  { table: 'memberships', column: 'restored_as', to: 'memberships', replaces: 'users' },
  { table: 'zoom_oauth_states', column: 'actor_id', to: 'memberships', replaces: 'users' },
  { table: 'holds', column: 'calendar_id', to: 'calendars' },
  { table: 'meetings', column: 'host_user_id', to: 'memberships', replaces: 'users' },
  { table: 'meetings', column: 'hand_to', to: 'meetings', replaces: 'meetings' },
  { table: 'meetings', column: 'takes_from', to: 'meetings', replaces: 'meetings' },
  { table: 'messages', column: 'appointment_id', to: 'appointments' },
  { table: 'notifications', column: 'id', to: 'messages', replaces: 'messages' },
  { table: 'zoom_requests', column: 'slot_id', to: 'slots' },
  { table: 'zoom_requests', column: 'series_id', to: 'series' },
];

const nameOf = ({ table, column }: Reference) => `${table}_${column}_in_account`;
const keyOf = ({ to }: Reference) => (to === 'memberships' ? 'user_id' : 'id');

/**
 * Every row of an account points into that account only. The tables may be large and others may write them meanwhile: so
 * each statement commits by itself, what is there is checked under a lock that lets them go on, and what a broken try
 * left is made anew.
 */
export class CompositeKeys1790000000033 implements MigrationInterface {
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // Checking large tables takes the time it takes.
    await runner.query(`SET statement_timeout = 0`);
    for (const reference of REFERENCES) await drop(runner, reference);
    await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS messages_in_account`);
    await runner.query(`CREATE UNIQUE INDEX CONCURRENTLY messages_in_account ON messages (account_id, id)`);
    for (const reference of REFERENCES) {
      const { table, column, to, replaces } = reference;
      const name = nameOf(reference);
      await runner.query(
        `ALTER TABLE ${table} ADD CONSTRAINT ${name} FOREIGN KEY (account_id, ${column})
         REFERENCES ${to} (account_id, ${keyOf(reference)}) NOT VALID`,
      );
      await runner.query(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`);
      if (replaces) await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${table}_${column}_fkey`);
    }
    await runner.query(`RESET statement_timeout`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const reference of REFERENCES) {
      const { table, column, replaces } = reference;
      await drop(runner, reference);
      if (replaces) await runner.query(`ALTER TABLE ${table} ADD FOREIGN KEY (${column}) REFERENCES ${replaces}`);
    }
    await runner.query(`DROP INDEX messages_in_account`);
  }
}

async function drop(runner: QueryRunner, reference: Reference): Promise<void> {
  await runner.query(`ALTER TABLE ${reference.table} DROP CONSTRAINT IF EXISTS ${nameOf(reference)}`);
}
