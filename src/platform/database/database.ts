import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { DataSource, EntityManager, EntityTarget, ObjectLiteral, QueryFailedError, Repository } from 'typeorm';

interface Transaction {
  manager: EntityManager;
  afterCommit: (() => void)[];
}

/** SQLSTATEs after which the same transaction, tried again, may well succeed. */
const RETRYABLE = new Set(['40001', '40P01']);
const ATTEMPTS = 4;

export function sqlState(error: unknown): string | undefined {
  if (error instanceof DatabaseError) return error.code;
  return error instanceof QueryFailedError ? (error.driverError as { code?: string }).code : undefined;
}

/** The door to PostgreSQL. Whatever runs inside `transaction` shares it, however deep; nothing else needs to know. */
@Injectable()
export class Database {
  private readonly current = new AsyncLocalStorage<Transaction>();
  private readonly names = new Map<string, string>();

  constructor(readonly dataSource: DataSource) {}

  /** The manager of the transaction under way, or one that commits each statement. */
  get manager(): EntityManager {
    return this.current.getStore()?.manager ?? this.dataSource.manager;
  }

  get inTransaction(): boolean {
    return this.current.getStore() !== undefined;
  }

  repository<T extends ObjectLiteral>(entity: EntityTarget<T>): Repository<T> {
    return this.manager.getRepository(entity);
  }

  /** Rows of a statement, RETURNING included. */
  async query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const result: unknown = await this.manager.query(sql, parameters);
    // TypeORM answers UPDATE and DELETE with [rows, count].
    if (Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number') {
      return result[0] as Row[];
    }
    return result as Row[];
  }

  /** The only row of a statement that has at most one. */
  async queryOne<Row>(sql: string, parameters: unknown[] = []): Promise<Row | undefined> {
    return (await this.query<Row>(sql, parameters))[0];
  }

  /**
   * Rows of a statement that each connection parses and plans once. For the few that are asked all the time, whose text
   * is always the same: every other text would stay on every connection too.
   */
  async prepared<Row>(text: string, values: unknown[]): Promise<Row[]> {
    const name = this.names.get(text) ?? createHash('sha256').update(text).digest('hex').slice(0, 32);
    this.names.set(text, name);
    const runner = this.current.getStore()?.manager.queryRunner;
    const driver = this.dataSource.driver as unknown as { master: Pool };
    const connection = runner ? ((await runner.connect()) as PoolClient) : driver.master;
    return (await connection.query({ name, text, values })).rows as Row[];
  }

  /**
   * Runs `work` in a READ COMMITTED transaction, or joins the one under way. The outermost one is tried again after a
   * deadlock or serialisation failure, so `work` must change nothing but the database.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.current.getStore()) return work();
    for (let attempt = 1; ; attempt += 1) {
      const afterCommit: (() => void)[] = [];
      try {
        const result = await this.dataSource.transaction((manager) => this.current.run({ manager, afterCommit }, work));
        for (const run of afterCommit) run();
        return result;
      } catch (error) {
        if (attempt === ATTEMPTS || !RETRYABLE.has(sqlState(error) ?? '')) throw error;
      }
    }
  }

  /** Runs `work` inside the transaction under way; when it throws, only what it did is undone. */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    const transaction = this.current.getStore();
    if (!transaction) return this.transaction(work);
    return transaction.manager.transaction((manager) => this.current.run({ ...transaction, manager }, work));
  }

  /**
   * Runs `work` in a transaction of its own that commits even when the one under way is rolled back.
   * It takes a second connection: never call it while holding locks that `work` needs.
   */
  async separately<T>(work: () => Promise<T>): Promise<T> {
    return this.current.exit(() => this.transaction(work));
  }

  /** Runs `work` once the transaction under way is committed, or at once when there is none. */
  afterCommit(work: () => void): void {
    const transaction = this.current.getStore();
    if (transaction) transaction.afterCommit.push(work);
    else work();
  }
}
