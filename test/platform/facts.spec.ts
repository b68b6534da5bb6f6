import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable, Module } from '@nestjs/common';
import { Test, TestingModule } from '@nestjs/testing';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Clock } from '../../src/platform/clock';
import { Addresses, loadConfig } from '../../src/platform/config';
import { Database } from '../../src/platform/database';
import { Events, Fact, Reaction, ReactsTo, defineFact } from '../../src/platform/events';
import { HandlesJob, JobHandler, Jobs, defineJob } from '../../src/platform/jobs';
import { PlatformModule } from '../../src/platform/platform.module';
import { Signals } from '../../src/platform/signals';
import { JobHandlers } from '../../src/platform/worker';
import { SuiteDatabase, suiteDatabase } from '../kit/suite-database';

const LampLit = defineFact<{ room: string }>('lamp.lit', 'A lamp was lit.', { room: 'Where.' });
const LampDimmed = defineFact<{ room: string }>('lamp.dimmed', 'A lamp was dimmed; nobody cares.', { room: 'Where.' });
const PaintWall = defineJob<{ room: string }>('test.paint-wall');

@Injectable()
@ReactsTo(LampLit, 'test.on-lamp-lit', 'Counts the lamps.')
class OnLampLit implements Reaction<{ room: string }> {
  readonly seen: Fact<{ room: string }>[] = [];
  failures = 0;

  constructor(private readonly db: Database) {}

  async react(fact: Fact<{ room: string }>): Promise<void> {
    await this.db.query(`INSERT INTO lamps (room) VALUES ($1)`, [fact.payload.room]);
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('the bulb broke');
    }
    this.seen.push(fact);
  }
}

@Injectable()
@ReactsTo(LampLit, 'test.on-lamp-lit-too', 'Does nothing.')
class OnLampLitToo implements Reaction<{ room: string }> {
  react(): Promise<void> {
    return Promise.resolve();
  }
}

@Injectable()
@HandlesJob(PaintWall)
class PaintWallJob implements JobHandler<{ room: string }> {
  run(): Promise<void> {
    return Promise.resolve();
  }
}

@Module({ providers: [OnLampLit, OnLampLitToo, PaintWallJob] })
class LampsModule {}

let database: SuiteDatabase;
let pool: Pool;
let dataDir: string;

beforeAll(async () => {
  database = await suiteDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'slotlink-facts-'));
  pool = new Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => undefined);
  await pool.query('CREATE TABLE lamps (room text)');
});
afterAll(async () => {
  await pool.end();
  await database.drop();
  await rm(dataDir, { recursive: true });
});

const withLamps = (...more: object[]) => {
  const config = loadConfig({
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    LOG_LEVEL: 'silent',
    ROLE: 'web',
  });
  const addresses = Object.assign(new Addresses(), { databaseUrl: database.url, publicUrl: 'http://localhost' });
  const imports = [PlatformModule.with(config, addresses, new Clock()), LampsModule];
  return Test.createTestingModule({ imports, providers: more as [] }).compile();
};

describe('facts and their reactions', () => {
  let app: TestingModule;
  const accountId = randomUUID();
  const publish = (room: string, fact = LampLit) => {
    const about = { accountId, aggregateId: randomUUID(), aggregateVersion: 3 };
    return app.get(Events).publish(fact, about, { room });
  };
  const jobs = async () => {
    const { rows } = await pool.query<{ name: string; payload: { factId: string } }>(
      `SELECT t.identifier AS name, payload FROM graphile_worker._private_jobs j
       JOIN graphile_worker._private_tasks t ON t.id = j.task_id ORDER BY j.id`,
    );
    return rows;
  };
  const lamps = async () => (await pool.query<{ room: string }>('SELECT room FROM lamps')).rows.map(({ room }) => room);
  const react = (payload: object) =>
    Promise.resolve(app.get(JobHandlers).taskList()['test.on-lamp-lit']!(payload, {} as never));

  beforeAll(async () => {
    app = await (await withLamps()).init();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await pool.query('TRUNCATE lamps, facts, reactions_done');
    await pool.query('DELETE FROM graphile_worker._private_jobs');
    app.get(OnLampLit).seen.length = 0;
  });

  it('are stored with the act, one job per reaction', async () => {
    await app.get(Database).transaction(() => publish('hall'));
    const { rows } = await pool.query('SELECT * FROM facts');
    expect(rows).toMatchObject([
      { name: 'lamp.lit', account_id: accountId, aggregate_version: 3, schema_version: 1, payload: { room: 'hall' } },
    ]);
    const payload = { factId: rows[0].id };
    expect(await jobs()).toEqual([
      { name: 'test.on-lamp-lit', payload },
      { name: 'test.on-lamp-lit-too', payload },
    ]);
  });

  it('are stored even when nobody reacts', async () => {
    await app.get(Database).transaction(() => publish('hall', LampDimmed));
    expect(await jobs()).toEqual([]);
    expect((await pool.query('SELECT * FROM facts')).rowCount).toBe(1);
  });

  it('vanish with an act that is rolled back', async () => {
    const act = app.get(Database).transaction(async () => {
      await publish('hall');
      await app.get(Jobs).add(PaintWall, { room: 'hall' });
      throw new Error('refused');
    });
    await expect(act).rejects.toThrow('refused');
    expect((await pool.query('SELECT FROM facts')).rowCount).toBe(0);
    expect(await jobs()).toEqual([]);
  });

  it('are refused outside a transaction', async () => {
    await expect(publish('hall')).rejects.toThrow('outside');
  });

  it('are reacted to once, though the job runs many times at once and again', async () => {
    await app.get(Database).transaction(() => publish('hall'));
    const { payload } = (await jobs())[0]!;
    await Promise.all(Array.from({ length: 8 }, () => react(payload)));
    await react(payload);
    expect(await lamps()).toEqual(['hall']);
    expect(app.get(OnLampLit).seen).toMatchObject([{ name: 'lamp.lit', accountId, payload: { room: 'hall' } }]);
  });

  it('are reacted to again after a failure, which leaves nothing', async () => {
    await app.get(Database).transaction(() => publish('hall'));
    const { payload } = (await jobs())[0]!;
    app.get(OnLampLit).failures = 1;
    await expect(react(payload)).rejects.toThrow('the bulb broke');
    expect(await lamps()).toEqual([]);
    await react(payload);
    expect(await lamps()).toEqual(['hall']);
  });

  it('gives a keyed job its newest time, and takes a waiting one back', async () => {
    const add = (room: string) =>
      app.get(Jobs).add(PaintWall, { room }, { key: 'paint', at: new Date(Date.now() + 60_000) });
    await add('hall');
    await add('kitchen');
    expect(await jobs()).toEqual([{ name: 'test.paint-wall', payload: { room: 'kitchen' } }]);
    await app.get(Jobs).remove('paint');
    expect(await jobs()).toEqual([]);
  });
});

describe('boot', () => {
  const fails = async (message: string, ...more: object[]) => {
    const app = await withLamps(...more);
    try {
      await expect(app.init()).rejects.toThrow(message);
    } finally {
      // What failed to start cannot be closed as a whole.
      await app.get(Signals).onApplicationShutdown();
      await app.get(DataSource).destroy();
    }
  };

  it('refuses a job with two handlers', async () => {
    @HandlesJob(PaintWall)
    class PaintWallTwice extends PaintWallJob {}
    await fails('test.paint-wall has two handlers', PaintWallTwice);
  });

  it('refuses two reactions of one name', async () => {
    @ReactsTo(LampDimmed, 'test.on-lamp-lit', 'A name taken.')
    class OnLampDimmed extends OnLampLitToo {}
    await fails('Two reactions are named test.on-lamp-lit', OnLampDimmed);
  });

  it('refuses a reaction to a fact that nothing defines', async () => {
    @ReactsTo({ ...LampLit, name: 'lamp.stolen' }, 'test.on-lamp-stolen', 'Cries.')
    class OnLampStolen extends OnLampLitToo {}
    await fails('reacts to lamp.stolen, which nothing defines', OnLampStolen);
  });

  // Last: the definition stays for the rest of this file.
  it('refuses a job without a handler', async () => {
    defineJob('test.orphan');
    await fails('test.orphan has no handler');
  });
});
