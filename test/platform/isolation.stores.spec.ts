import { randomUUID } from 'node:crypto';
import { isDate } from 'node:util/types';
import { DiscoveryService } from '@nestjs/core';
import { Database, sqlState } from '../../src/platform/database';
import { Problem } from '../../src/platform/http';
import { aFullAccount, MARK } from '../kit/full-account';
import { anAccount } from '../kit/identity';
import { argumentsOf, type Row } from '../kit/store-arguments';
import { type StoreMethod, storeMethods } from '../kit/store-methods';
import { NOT_BY_ACCOUNT, UNSEEN } from '../kit/stores-not-by-account';
import { startTestApp, type TestApp } from '../kit/test-app';

type Method = (...args: unknown[]) => unknown;

/** What came of a call, without what was asked with. */
interface Outcome {
  answer: unknown;
  /** Whether a row of anybody but the one account was touched. */
  touched: boolean;
}

class Undone extends Error {
  constructor(readonly outcome: Outcome) {
    super('only tried');
  }
}

describe('every store, asked by one account for what is of another', () => {
  let slotlink: TestApp;
  let db: Database;
  let stores: Map<string, Record<string, Method>>;
  let [theirs, ours] = ['', ''];
  let rows: Map<string, Row[]>;
  /** Every ID of theirs, and one that nobody has in its place. */
  let nobodys: Map<string, string>;
  let tables: { name: string; ofAccount: string | null }[];
  let before: string;

  beforeAll(async () => {
    slotlink = await startTestApp();
    db = slotlink.app.get(Database);
    stores = storesOf(slotlink);
    theirs = (await aFullAccount(slotlink)).owner.accountId;
    ours = (await anAccount(slotlink)).accountId;
    tables = await slotlink.query(
      `SELECT t.tablename AS name, CASE WHEN t.tablename = 'accounts' THEN 'id' ELSE c.column_name END AS "ofAccount"
       FROM pg_tables t LEFT JOIN information_schema.columns c
         ON c.table_schema = 'public' AND c.table_name = t.tablename AND c.column_name = 'account_id'
       WHERE t.schemaname = 'public' ORDER BY 1`,
    );
    rows = await rowsOf(theirs);
    const ids = JSON.stringify([...rows]).match(UUID) ?? [];
    nobodys = new Map([...new Set(ids)].map((id) => [id, randomUUID()]));
    before = await others();
  }, 60_000);
  afterAll(() => slotlink.close());

  const methods = storeMethods();
  const exempt = ({ store, name }: StoreMethod) => store in NOT_BY_ACCOUNT || name in NOT_BY_ACCOUNT;
  const walked = methods.filter((method) => !exempt(method));

  async function rowsOf(accountId: string): Promise<Map<string, Row[]>> {
    const found = new Map<string, Row[]>();
    for (const { target, tableName, columns } of db.dataSource.entityMetadatas) {
      if (!columns.some(({ propertyName }) => propertyName === 'accountId')) continue;
      found.set(tableName, await db.dataSource.getRepository(target).findBy({ accountId }));
    }
    for (const table of [
      'audit_entries',
      'audit_heads',
      'audit_particulars',
      'erasures',
      'merged_contacts',
      'zoom_connect_links',
    ]) {
      if (found.has(table)) continue;
      const plain = await slotlink.query<Row>(`SELECT * FROM ${table} WHERE account_id = $1`, [accountId]);
      found.set(table, plain);
    }
    return found;
  }

  const theirRows = {
    of: (table: string, fits: (row: Row) => boolean = () => true): Row => {
      const row = rows.get(table)?.find(fits);
      if (!row) throw new Error(`The full account has no such row of ${table}`);
      return replaced(row, new Map());
    },
  };

  /** Of all rows but ours. */
  async function others(): Promise<string> {
    const digests = tables.map(({ name, ofAccount }) => {
      const which = ofAccount === null ? '' : `WHERE ${ofAccount} <> '${ours}'`;
      return `(SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM ${name} t ${which})`;
    });
    const [row] = await db.query<{ digest: string }>(`SELECT ${digests.join(' || ')} AS digest`);
    return row!.digest;
  }

  /** Calls it in a transaction that is undone. */
  async function outcomeOf({ store, name }: StoreMethod, args: unknown[]): Promise<Outcome> {
    const instance = stores.get(store)!;
    try {
      await db.transaction(async () => {
        const answer = await db.attempt(() => answerOf(instance, name.split('.')[1]!, args)).catch(refusalOf);
        throw new Undone({ answer: withoutIds(answer, args, nobodys), touched: (await others()) !== before });
      });
      throw new Error('It was not undone');
    } catch (error) {
      if (error instanceof Undone) return error.outcome;
      throw error;
    }
  }

  it('knows all stores there are', () => {
    const declared = methods.map(({ store }) => store);
    expect([...stores.keys()].filter((name) => !declared.includes(name))).toEqual([]);
    expect(walked.filter(({ store }) => !stores.has(store)).map(({ name }) => name)).toEqual([]);
  });

  it('knows of every method whom it asks for, and of none that is gone', () => {
    const unknown = walked.filter((method) => argumentsOf(method) === null).map(({ name }) => name);
    expect(unknown).toEqual([]);
    const known = new Set(methods.flatMap(({ store, name }) => [store, name]));
    expect(Object.keys(NOT_BY_ACCOUNT).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(walked.map((method) => [method.name, method] as const))('%s', async (name, method) => {
    const args = argumentsOf(method)!;
    const asked = args(ours, theirRows);
    const foreign = await outcomeOf(method, asked);
    const stranger = await outcomeOf(method, replaced(asked, nobodys));
    expect(foreign.touched).toBe(false);
    expect(foreign).toEqual(stranger);
    const text = JSON.stringify(foreign);
    expect(text).not.toMatch(MARK);
    expect([...nobodys.keys()].filter((id) => id !== ours && text.includes(id))).toEqual([]);
    // What makes no difference to the account itself would prove nothing.
    const own = await outcomeOf(method, args(theirs, theirRows));
    if (UNSEEN.includes(name)) expect(own).toEqual(foreign);
    else expect(own).not.toEqual(foreign);
  });
});

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function storesOf({ app }: TestApp): Map<string, Record<string, Method>> {
  const instances = app
    .get(DiscoveryService, { strict: false })
    .getProviders()
    .map(({ instance }) => instance as Record<string, Method> | null)
    .filter((instance) => instance?.constructor.name.endsWith('Store'));
  return new Map(instances.map((instance) => [instance!.constructor.name, instance!]));
}

async function answerOf(store: Record<string, Method>, method: string, args: unknown[]): Promise<unknown> {
  const answer = await store[method]!(...replaced(args, new Map()));
  const query = answer as { getMany?: () => Promise<unknown> } | null | undefined;
  return query?.getMany ? query.getMany() : answer;
}

function refusalOf(error: unknown): unknown {
  if (error instanceof Problem) return { refused: error.message, members: error.extras };
  const state = sqlState(error);
  if (state !== undefined) return { refused: state };
  return { refused: (error as Error).name };
}

/** Plain, without what was asked with and what is new. */
function withoutIds(answer: unknown, args: unknown[], known: Map<string, string>): unknown {
  const given = new Set(JSON.stringify(args).match(/(?<=")[^"\\]{8,}(?=")/g) ?? []);
  const plain = (_: string, value: unknown) => {
    if (value instanceof Map || value instanceof Set) return [...value];
    if (typeof value !== 'string') return value;
    const others = [...given].reduce((text, part) => text.replaceAll(part, '#'), value);
    return others.replace(UUID, (id) => (known.has(id) ? id : '#'));
  };
  return JSON.parse(JSON.stringify(answer ?? null, plain));
}

/** A copy with other IDs in it. */
function replaced<T>(value: T, by: Map<string, string>): T;
function replaced(value: unknown, by: Map<string, string>): unknown {
  if (typeof value === 'string') return value.replace(UUID, (id) => by.get(id) ?? id);
  if (Array.isArray(value)) return value.map((child) => replaced(child as unknown, by));
  if (typeof value !== 'object' || value === null || isDate(value) || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, replaced(child as unknown, by)]));
}
