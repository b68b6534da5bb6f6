import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import type { Principal } from '../identity';
import type { AuditQuery, ShownEntry } from './audit-log.dto';
import { csvLine } from './csv.rules';
import { ShowAudit, filterOf } from './show-audit';

/** Entries read at once: what is exported never stands in memory as a whole. */
const PAGE = 500;

const COLUMNS: [string, (entry: ShownEntry) => string | null][] = [
  ['id', ({ id }) => id],
  ['at', ({ at }) => at],
  ['actorId', ({ actor }) => actor?.id ?? null],
  ['actorName', ({ actor }) => actor?.name ?? null],
  ['subjectId', ({ subject }) => subject?.id ?? null],
  ['subjectName', ({ subject }) => subject?.name ?? null],
  ['keyId', ({ keyId }) => keyId],
  ['action', ({ action }) => action],
  ['targetKind', ({ target }) => target.kind],
  ['targetId', ({ target }) => target.id],
  ['before', ({ before }) => before && JSON.stringify(before)],
  ['after', ({ after }) => after && JSON.stringify(after)],
  ['requestId', ({ requestId }) => requestId],
  ['address', ({ address }) => address],
];

/** Hands the audit out as CSV, and records that it did. */
@Injectable()
export class ExportAudit {
  constructor(
    private readonly show: ShowAudit,
    private readonly audit: Audit,
  ) {}

  async run({ accountId }: Principal, query: AuditQuery): Promise<Readable> {
    await this.audit.record('audit.exported', { target: { kind: 'account', id: accountId }, after: filterOf(query) });
    return Readable.from(this.lines(accountId, query));
  }

  private async *lines(accountId: string, query: AuditQuery): AsyncGenerator<string> {
    yield csvLine(COLUMNS.map(([name]) => name));
    for await (const entries of this.show.all(accountId, query, PAGE)) {
      yield entries.map((entry) => csvLine(COLUMNS.map(([, cell]) => cell(entry)))).join('');
    }
  }
}
