import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SimulatorState } from './types';

const VERSION = 1;

const emptyState = (): SimulatorState => ({
  secret: randomBytes(32).toString('base64url'),
  users: new Map(),
  meetings: new Map(),
  grants: new Map(),
  codes: new Map(),
  writesToday: new Map(),
  registrationsToday: new Map(),
  webhooks: [],
});

const MAPS = ['users', 'meetings', 'grants', 'codes', 'writesToday', 'registrationsToday'] as const;

function serialize(state: SimulatorState): string {
  return JSON.stringify({ version: VERSION, ...state }, (_key, value: unknown) =>
    value instanceof Map ? [...(value as Map<unknown, unknown>)] : value,
  );
}

function parse(text: string, file: string): SimulatorState {
  const raw = JSON.parse(text) as Record<string, unknown>;
  if (raw.version !== VERSION) throw new Error(`${file} was written by another version of the Zoom simulator.`);
  const state = { ...emptyState(), ...raw } as Record<string, unknown>;
  delete state.version;
  for (const name of MAPS) state[name] = new Map(raw[name] as [unknown, unknown][]);
  return state as unknown as SimulatorState;
}

function load(file: string): SimulatorState {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyState();
    throw error;
  }
  try {
    return parse(text, file);
  } catch (error) {
    throw new Error(`The Zoom simulator cannot read its state in ${file}; move the file away to start empty.`, {
      cause: error,
    });
  }
}

/**
 * The state and its snapshot on disk. Handlers change `data` in one synchronous step and call `touch()`; the server awaits
 * `flush()` before every answer, so nothing a client was told can be lost to kill -9. Writers that come while a snapshot
 * is being written share the next one.
 */
export class Store {
  readonly data: SimulatorState;
  private changed = 0;
  private saved = 0;
  private saving: Promise<void> | null = null;

  constructor(private readonly file: string | null) {
    this.data = file === null ? emptyState() : load(file);
  }

  touch(): void {
    this.changed += 1;
  }

  async flush(): Promise<void> {
    const wanted = this.changed;
    while (this.saved < wanted) {
      this.saving ??= this.save().finally(() => {
        this.saving = null;
      });
      await this.saving;
    }
  }

  private async save(): Promise<void> {
    const version = this.changed;
    if (this.file !== null) {
      const temporary = `${this.file}.tmp`;
      await mkdir(dirname(this.file), { recursive: true });
      const handle = await open(temporary, 'w', 0o600);
      try {
        await handle.writeFile(serialize(this.data));
        await handle.datasync();
      } finally {
        await handle.close();
      }
      await rename(temporary, this.file);
    }
    this.saved = version;
  }
}
