import { Injectable } from '@nestjs/common';
import { type AuditEntry, type AuditFilter, AuditReader } from '../audit';
import { People, type Principal } from '../identity';
import { type Page, pageOf, positionOf } from '../platform/http';
import type { AuditQuery, ShownEntry, ShownHead } from './audit-log.dto';

/** Entries of the audit, with the names of who did it and as whom. */
@Injectable()
export class ShowAudit {
  constructor(
    private readonly audit: AuditReader,
    private readonly people: People,
  ) {}

  /** Newest first. */
  async page({ accountId }: Principal, query: AuditQuery): Promise<Page<ShownEntry>> {
    const entries = await this.audit.page(accountId, filterOf(query), positionOf(query), query.limit + 1);
    const names = await this.names(accountId, entries);
    return pageOf(
      entries,
      query,
      (entry) => entry,
      (entry) => toShown(entry, names),
    );
  }

  /** All of them, page by page, newest first. */
  async *all(accountId: string, query: AuditQuery, pageSize: number): AsyncGenerator<ShownEntry[]> {
    let last: AuditEntry | undefined;
    do {
      const entries = await this.audit.page(accountId, filterOf(query), last ?? null, pageSize);
      const names = await this.names(accountId, entries);
      yield entries.map((entry) => toShown(entry, names));
      last = entries.length < pageSize ? undefined : entries.at(-1);
    } while (last);
  }

  async head({ accountId }: Principal): Promise<ShownHead> {
    const { sealedAt, ...head } = await this.audit.head(accountId);
    return { ...head, sealedAt: sealedAt?.toISOString() ?? null };
  }

  /** Of those whose names were not known when they acted, as on public routes. */
  private async names(accountId: string, entries: AuditEntry[]): Promise<Map<string, string>> {
    const nameless = entries.flatMap(({ actorId, actorName, subjectId, subjectName }) => [
      ...(actorId !== null && actorName === null ? [actorId] : []),
      ...(subjectId !== null && subjectName === null ? [subjectId] : []),
    ]);
    const people = await this.people.inAccount(accountId, [...new Set(nameless)], { deletedToo: true });
    return new Map(people.map(({ userId, name }) => [userId, name]));
  }
}

export function filterOf({ actorId, subjectId, targetId, action, from, to }: AuditQuery): AuditFilter {
  const instant = (text: string | undefined) => (text === undefined ? undefined : new Date(text));
  return { actorId, subjectId, targetId, action, from: instant(from), to: instant(to) };
}

function toShown(entry: AuditEntry, names: Map<string, string>): ShownEntry {
  const { id, at, keyId, action, targetKind, targetId, before, after, requestId, address } = entry;
  const person = (userId: string | null, name: string | null) =>
    userId === null ? null : { id: userId, name: name ?? names.get(userId) ?? null };
  return {
    id,
    at: at.toISOString(),
    actor: person(entry.actorId, entry.actorName),
    subject: person(entry.subjectId, entry.subjectName),
    keyId,
    action,
    target: { kind: targetKind, id: targetId },
    ...{ before, after, requestId, address },
  };
}
