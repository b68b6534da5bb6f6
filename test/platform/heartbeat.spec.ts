import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { Heartbeat } from '../../src/platform/worker';
import { TestApp, startTestApp } from '../kit/test-app';

describe('the heartbeat', () => {
  let slotlink: TestApp;
  let heartbeat: Heartbeat;
  /** A connection of a process that lives. */
  let alive: Client;
  let alivePid: number;
  beforeAll(async () => {
    slotlink = await startTestApp();
    heartbeat = slotlink.app.get(Heartbeat);
    alive = await connect();
    alivePid = await pidOf(alive);
  });
  afterAll(async () => {
    await alive.end();
    await slotlink.close();
  });
  beforeEach(async () => {
    await slotlink.query('DELETE FROM instances');
    await slotlink.query('DELETE FROM graphile_worker._private_jobs');
  });

  const connect = async () => {
    const [row] = await slotlink.query<{ name: string }>('SELECT current_database() AS name');
    const url = new URL(process.env.TEST_ADMIN_URL!);
    url.pathname = `/${row!.name}`;
    const client = new Client({ connectionString: url.href });
    await client.connect();
    return client;
  };
  const pidOf = async (client: Client) =>
    (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid;
  /** A process with a job in hand. */
  const anInstance = async (backendPid: number | null, silentSeconds = 0) => {
    const workerId = `worker-${randomUUID()}`;
    await slotlink.query(
      `INSERT INTO instances (id, worker_ids, backend_pid, beat_at)
       VALUES (gen_random_uuid(), $1, $2, now() - make_interval(secs => $3))`,
      [[workerId], backendPid, silentSeconds],
    );
    await slotlink.query(`SELECT graphile_worker.add_job('messaging.send-message', '{}')`);
    await slotlink.query(
      `UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = now() WHERE locked_by IS NULL`,
      [workerId],
    );
    return workerId;
  };
  const lockHolders = async () =>
    (await slotlink.query<{ by: string | null }>('SELECT locked_by AS by FROM graphile_worker._private_jobs')).map(
      ({ by }) => by,
    );

  it('hands back the jobs of a process whose connection is gone, at once', async () => {
    const doomed = await connect();
    const pid = await pidOf(doomed);
    await anInstance(pid);
    expect(await heartbeat.buryTheDead()).toBe(0);
    await doomed.end();
    await gone(pid);
    expect(await heartbeat.buryTheDead()).toBe(1);
    expect(await lockHolders()).toEqual([null]);
  });

  it('hands back the jobs of a process silent for 30 seconds, whatever its connection says', async () => {
    const talking = await anInstance(null, 28);
    await anInstance(alivePid, 31);
    await anInstance(null, 31);
    expect(await heartbeat.buryTheDead()).toBe(2);
    expect((await lockHolders()).filter((by) => by !== null)).toEqual([talking]);
  });

  it("isn't deceived by a connection that got a dead one's number", async () => {
    const young = await connect();
    await anInstance(await pidOf(young), 10);
    expect(await heartbeat.buryTheDead()).toBe(1);
    await young.end();
  });

  it('spares a process that could not say which connection is its own', async () => {
    const workerId = await anInstance(null, 10);
    expect(await heartbeat.buryTheDead()).toBe(0);
    expect(await lockHolders()).toEqual([workerId]);
  });

  it('spares jobs that nobody dead holds', async () => {
    const workerId = await anInstance(alivePid);
    await anInstance(null, 31);
    await heartbeat.buryTheDead();
    expect((await lockHolders()).filter((by) => by !== null)).toEqual([workerId]);
  });

  it('tells that this process lives, and takes its leave', async () => {
    await heartbeat.beat(['a', 'b']);
    await heartbeat.beat(['a', 'b', 'c']);
    const [row, ...others] = await slotlink.query<{ worker_ids: string[]; backend_pid: number }>(
      'SELECT * FROM instances',
    );
    expect(others).toEqual([]);
    expect(row!.worker_ids).toEqual(['a', 'b', 'c']);
    expect(row!.backend_pid).toEqual(expect.any(Number));
    expect(await heartbeat.buryTheDead()).toBe(0);
    await heartbeat.farewell();
    expect(await slotlink.query('SELECT FROM instances')).toEqual([]);
  });

  /** The server lets go of a closed connection a moment after the client has. */
  async function gone(pid: number): Promise<void> {
    for (;;) {
      if ((await slotlink.query('SELECT FROM pg_stat_activity WHERE pid = $1', [pid])).length === 0) return;
    }
  }
});
