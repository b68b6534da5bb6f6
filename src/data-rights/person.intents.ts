import { defineIntent } from '../platform/events';
import { Traces } from './traces.rules';

/** Whose data it is about, within one account. */
export interface DataSubject {
  accountId: string;
  kind: 'contact' | 'user';
  /** Of the contact or user. */
  id: string;
  /** The IDs they had before: of contacts merged into this one, of users restored as this one. */
  formerIds: string[];
}

/** An erasure under way. Whoever holds something of the person adds how it is known, then erases it and counts. */
export class Erasure {
  readonly traces = new Traces();
  /** What the person booked. */
  readonly appointmentIds = new Set<string>();
  private readonly counts = new Map<string, number>();

  constructor(
    readonly subject: DataSubject,
    readonly at: Date,
  ) {}

  get ids(): string[] {
    return [this.subject.id, ...this.subject.formerIds];
  }

  /** That so many rows of a table were changed or deleted. */
  count(table: string, rows: number): void {
    if (rows > 0) this.counts.set(table, (this.counts.get(table) ?? 0) + rows);
  }

  /** Rows by table. */
  get erased(): Record<string, number> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** A copy of everything held of a person, put together part by part. Never a secret. */
export class PersonalCopy {
  readonly parts: Record<string, unknown> = {};
  /** What the person booked. */
  readonly appointmentIds = new Set<string>();
  /** In lower case. */
  readonly addresses = new Set<string>();

  constructor(readonly subject: DataSubject) {}

  get ids(): string[] {
    return [this.subject.id, ...this.subject.formerIds];
  }

  add(part: string, content: unknown): void {
    this.parts[part] = content;
  }
}

/** Somebody is about to be erased: whoever knows them by name, address or number says so. */
export const GatherTraces = defineIntent<Erasure>('data-rights.gather-traces');

/** Then whoever holds something of them erases it. */
export const ErasePerson = defineIntent<Erasure>('data-rights.erase-person');

/** Somebody gets a copy of what is held of them: first what they are known by, then everything. */
export const GatherPerson = defineIntent<PersonalCopy>('data-rights.gather-person');
export const CopyPerson = defineIntent<PersonalCopy>('data-rights.copy-person');
