import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { mergeSettings, slimSettings } from './meeting-settings';
import type { Meeting, SimulatorState } from './types';

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

function parse(text: string, file: string): SimulatorState {
  const raw = JSON.parse(text) as Record<string, unknown>;
  if (raw.version !== VERSION) throw new Error(`${file} was written by another version of the Zoom simulator.`);
  const state = { ...emptyState(), ...raw } as Record<string, unknown>;
  delete state.version;
  for (const name of MAPS) state[name] = new Map(raw[name] as [unknown, unknown][]);
  const read = state as unknown as SimulatorState;
  for (const meeting of read.meetings.values()) meeting.settings = mergeSettings(null, meeting.settings);
  return read;
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
  /** Meetings are by far the most of it, and most of them are as they were at the last snapshot. */
  private readonly meetingTexts = new WeakMap<Meeting, string>();
  private changed = 0;
  private saved = 0;
  private saving: Promise<void> | null = null;

  constructor(private readonly file: string | null) {
    this.data = file === null ? emptyState() : load(file);
  }

  touch(): void {
    this.changed += 1;
  }

  /** To be called for every change within a meeting, or the snapshot keeps the old one. */
  touchMeeting(meeting: Meeting): void {
    this.meetingTexts.delete(meeting);
    this.touch();
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
        await handle.writeFile(this.serialize());
        await handle.datasync();
      } finally {
        await handle.close();
      }
      await rename(temporary, this.file);
    }
    this.saved = version;
  }

  private serialize(): string {
    const { meetings, ...rest } = this.data;
    const others = JSON.stringify({ version: VERSION, ...rest }, (_key, value: unknown) =>
      value instanceof Map ? [...(value as Map<unknown, unknown>)] : value,
    );
    const texts = Array.from(meetings.values(), (meeting) => this.textOf(meeting));
    return `${others.slice(0, -1)},"meetings":[${texts.join(',')}]}`;
  }

  private textOf(meeting: Meeting): string {
    const text =
      this.meetingTexts.get(meeting) ??
      JSON.stringify([meeting.id, { ...meeting, settings: slimSettings(meeting.settings) }]);
    this.meetingTexts.set(meeting, text);
    return text;
  }
}
