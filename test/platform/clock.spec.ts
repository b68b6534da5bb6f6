import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { Clock, settleClock } from '../../src/platform/clock';
import { SuiteDatabase, suiteDatabase } from '../kit/suite-database';
import { TestClock } from '../kit/test-clock';

const HOUR_MS = 3_600_000;
/** What settling may take. */
const SLACK_MS = 20_000;

describe('the clock', () => {
  let database: SuiteDatabase;
  let client: Client;
  beforeEach(async () => {
    database = await suiteDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  const settled = async (start?: string) => {
    const clock = new Clock();
    await settleClock(clock, database.url, start);
    return clock;
  };
  const hence = (ms: number) => new Date(Date.now() + ms).toISOString();
  const addJob = async (key: string, runInMs: number, lockedBy: string | null = null) => {
    await client.query(`SELECT graphile_worker.add_job('test', '{}', run_at => $1, job_key => $2)`, [
      hence(runInMs),
      key,
    ]);
    if (lockedBy) {
      await client.query(`UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = now() WHERE key = $2`, [
        lockedBy,
        key,
      ]);
    }
  };
  /** Milliseconds until the job runs, by the machine's time. */
  const dueIn = async (key: string) => {
    const { rows } = await client.query<{ at: Date }>(
      `SELECT run_at AS at FROM graphile_worker._private_jobs WHERE key = $1`,
      [key],
    );
    return rows[0]!.at.getTime() - Date.now();
  };
  const near = (actual: number, expected: number) => {
    expect(Math.abs(actual - expected)).toBeLessThan(SLACK_MS);
  };

  it("is the machine's own when nothing is said", async () => {
    const clock = await settled();
    expect(clock.offsetMs).toBe(0);
    near(clock.now().getTime(), Date.now());
  });

  it('starts from CLOCK_START and runs on', async () => {
    const clock = await settled('2030-01-01T00:00:00+01:00');
    near(clock.ms(), Date.parse('2029-12-31T23:00:00Z'));
    const before = clock.ms();
    while (clock.ms() === before) await new Promise(setImmediate);
    expect(clock.ms()).toBeGreaterThan(before);
  });

  it('makes what waits due as if the time had passed, when a later start is later', async () => {
    await addJob('soon', HOUR_MS);
    await addJob('later', 3 * HOUR_MS);
    await addJob('running', HOUR_MS, 'worker-1');
    await settled(hence(2 * HOUR_MS));
    near(await dueIn('soon'), -HOUR_MS);
    near(await dueIn('later'), HOUR_MS);
    near(await dueIn('running'), HOUR_MS);
    await settled(hence(3 * HOUR_MS));
    near(await dueIn('later'), 0);
  });

  it("moves what waits back when it is the machine's own again", async () => {
    await settled(hence(2 * HOUR_MS));
    await addJob('soon', HOUR_MS);
    const clock = await settled();
    expect(clock.offsetMs).toBe(0);
    near(await dueIn('soon'), 3 * HOUR_MS);
  });

  it('is that of the processes already at work, whatever this one was told', async () => {
    await settled(hence(2 * HOUR_MS));
    await client.query(
      `INSERT INTO instances (id, worker_ids, backend_pid, beat_at) VALUES ($1, '{}', pg_backend_pid(), now())`,
      [randomUUID()],
    );
    await addJob('soon', HOUR_MS);
    for (const start of [undefined, hence(9 * HOUR_MS)]) {
      near((await settled(start)).offsetMs, 2 * HOUR_MS);
      near(await dueIn('soon'), HOUR_MS);
    }
    await client.query(`UPDATE instances SET beat_at = now() - interval '31 seconds'`);
    near((await settled(hence(9 * HOUR_MS))).offsetMs, 9 * HOUR_MS);
  });

  it('agrees with a process that starts at the same moment, once that one is at work', async () => {
    const [one, other] = await Promise.all([settled(hence(HOUR_MS)), settled(hence(HOUR_MS))]);
    near(one.offsetMs, other.offsetMs);
  });

  describe('in a test', () => {
    const MORNING = '2026-11-23T08:00:00.000Z';
    const inQueue = async () => {
      const { rows } = await client.query<{ key: string }>(
        `SELECT key FROM graphile_worker._private_jobs WHERE run_at <= now() ORDER BY run_at`,
      );
      return rows.map(({ key }) => key);
    };
    /** As `Jobs` does it, due so long after the clock's time. */
    const addAt = (clock: TestClock, key: string, ms: number) =>
      client.query(`SELECT graphile_worker.add_job('test', '{}', run_at => $1, job_key => $2)`, [
        new Date(clock.ms() + ms - clock.offsetMs),
        key,
      ]);

    it('stands still until it is moved', async () => {
      const clock = new TestClock(MORNING, true);
      await clock.advance(2 * HOUR_MS);
      expect(clock.now().toISOString()).toBe('2026-11-23T10:00:00.000Z');
      await clock.set('2026-11-23T08:30:00.000Z');
      expect(clock.now().toISOString()).toBe('2026-11-23T08:30:00.000Z');
    });

    it('alone says what is due, however long the machine takes, and in which order', async () => {
      const clock = new TestClock(MORNING, true);
      await addAt(clock, 'last', 1_000);
      await addAt(clock, 'second', 998);
      await addAt(clock, 'first', 0);
      await clock.advance(997);
      expect(await clock.releaseDue(client)).toBe(true);
      expect(await inQueue()).toEqual(['first']);
      expect(await clock.releaseDue(client)).toBe(false);
      await client.query(`DELETE FROM graphile_worker._private_jobs WHERE key = 'first'`);
      await clock.advance(2);
      await clock.releaseDue(client);
      expect(await inQueue()).toEqual(['second']);
      await client.query(`DELETE FROM graphile_worker._private_jobs WHERE key = 'second'`);
      await addAt(clock, 'before', 0);
      await clock.advance(1);
      await clock.releaseDue(client);
      expect(await inQueue()).toEqual(['before', 'last']);
    });

    it('has what failed tried again after a while of its own', async () => {
      const clock = new TestClock(MORNING, true);
      await addAt(clock, 'failing', 0);
      await clock.releaseDue(client);
      await client.query(`UPDATE graphile_worker._private_jobs SET attempts = 1, run_at = now() + interval '2.7 s'`);
      await clock.keepFailed(client);
      await clock.advance(2_000);
      expect(await clock.releaseDue(client)).toBe(false);
      await clock.advance(1_000);
      expect(await clock.releaseDue(client)).toBe(true);
    });
  });
});
