import { randomUUID } from 'node:crypto';
import type { Fact } from '../platform/events';
import { PageQuery } from '../platform/http';
import { AppointmentLinkChanged } from './appointments.events';
import { historyPage } from './history.rules';

const fact = (second: number, aggregateVersion: number, name = 'appointment.changed'): Fact => ({
  ...{ id: randomUUID(), accountId: 'a', aggregateId: 'b', name, aggregateVersion, payload: {} },
  ...{ actorId: null, subjectId: null, at: new Date(second * 1000) },
});
const page = (limit: number, cursor?: string) => Object.assign(new PageQuery(), { limit, cursor });
const told = (facts: Fact[], query = page(50)) => historyPage(facts, query).items.map(({ version }) => version);

describe('a history', () => {
  it('goes by the moment, whatever the version or the order of storing', () => {
    expect(told([fact(3, 1), fact(1, 3), fact(2, 2)])).toEqual([3, 2, 1]);
  });

  it('goes by the version within a moment, and then an act before what it did to the link', () => {
    const facts = [fact(1, 2, AppointmentLinkChanged.name), fact(1, 2), fact(1, 1)];
    expect(historyPage(facts, page(50)).items.map(({ version, type }) => [version, type])).toEqual([
      [1, 'appointment.changed'],
      [2, 'appointment.changed'],
      [2, AppointmentLinkChanged.name],
    ]);
  });

  it('is read page by page, nothing twice and nothing left out', () => {
    const facts = [1, 2, 3, 4, 5].map((n) => fact(n < 4 ? 1 : 2, n));
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = historyPage(facts, page(2, cursor));
      seen.push(...items.map(({ version }) => version));
      cursor = nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('refuses a cursor of another', () => {
    const { nextCursor } = historyPage([fact(1, 1), fact(2, 2)], page(1));
    expect(() => historyPage([fact(1, 1)], page(1, nextCursor!))).toThrow('/cursor');
  });
});
