import fc from 'fast-check';
import { type Distribution, FULL_LOAD, type Standing, chargeOf, heldBackHosts, rankHosts } from '.';

const availability: Distribution = { strategy: 'availability', maxLead: 3 };
const equal: Distribution = { strategy: 'equal', maxLead: 3 };

function standing(hostId: string, more: Partial<Standing> = {}): Standing {
  const never = { lastTurnAt: null, owed: 0, assignedInWindow: 0, load: 0 };
  return { hostId, priority: 'medium', weight: 100, ...never, ...more };
}

function order(distribution: Distribution, standings: Standing[], joins: Record<string, string> = {}): string[] {
  const candidates = standings.map(({ hostId }) => ({ hostId, joins: joins[hostId] ?? null }));
  const forth = rankHosts(distribution, candidates, standings);
  expect(rankHosts(distribution, candidates.toReversed(), standings).ranked).toEqual(forth.ranked);
  return forth.ranked.map(({ hostId, aheadBy }) => (aheadBy ? `${hostId} ${aheadBy}` : hostId));
}

describe('availability', () => {
  it('goes by priority, then longest without (never first), then fewest in the window, then membership', () => {
    const members = [
      standing('low', { priority: 'low' }),
      standing('late', { lastTurnAt: 9 }),
      standing('crowded', { lastTurnAt: 5, assignedInWindow: 3 }),
      standing('calm', { lastTurnAt: 5, assignedInWindow: 1 }),
      standing('calm too', { lastTurnAt: 5, assignedInWindow: 1 }),
      standing('never'),
      standing('high', { priority: 'high', lastTurnAt: 10, assignedInWindow: 9 }),
    ];
    expect(order(availability, members)).toEqual([
      'high priority',
      'never longest-without',
      'calm membership',
      'calm too fewest-in-window',
      'crowded longest-without',
      'late priority',
      'low',
    ]);
  });

  it('puts whoever is owed a turn first among equals of priority', () => {
    const members = [standing('a'), standing('b', { lastTurnAt: 9, owed: 1 }), standing('c', { priority: 'high' })];
    expect(order(availability, members)).toEqual(['c priority', 'b credit', 'a']);
    expect(order(equal, members.slice(0, 2))).toEqual(['a longest-without', 'b']);
  });

  it('fills a slot that is begun, but not before a higher priority', () => {
    const members = [standing('a'), standing('b', { lastTurnAt: 9 }), standing('c', { priority: 'high' })];
    expect(order(availability, members.slice(0, 2), { b: 's1' })).toEqual(['b slot-begun', 'a']);
    expect(order(availability, members, { b: 's1' })).toEqual(['c priority', 'b slot-begun', 'a']);
  });
});

describe('equal', () => {
  it('balances by weight and says so; priority only breaks ties', () => {
    const members = [
      standing('a', { load: 2 * FULL_LOAD, weight: 200, priority: 'low' }),
      standing('b', { load: 3 * FULL_LOAD }),
      standing('c', { load: 2 * FULL_LOAD, priority: 'high' }),
    ];
    expect(order(equal, members)).toEqual(['c priority', 'a load', 'b']);
  });

  it('holds back who is too far ahead of anybody, candidate or not', () => {
    const members = [standing('a', { load: 4 * FULL_LOAD }), standing('b', { load: 3 * FULL_LOAD }), standing('c')];
    const ranking = rankHosts(
      equal,
      [
        { hostId: 'a', joins: 's1' },
        { hostId: 'b', joins: null },
      ],
      members,
    );
    expect(ranking).toEqual({ ranked: [{ hostId: 'b', aheadBy: null }], heldBack: [{ hostId: 'a', lead: 4 }] });
    expect([...heldBackHosts(equal, members).keys()]).toEqual(['a']);
    expect(heldBackHosts(availability, members).size).toBe(0);
  });

  it('gives nothing to weight 0', () => {
    expect(order(equal, [standing('a', { weight: 0 }), standing('b', { load: 2 * FULL_LOAD })])).toEqual(['b']);
  });

  it('fills a slot that is begun unless a higher priority is there', () => {
    const members = [standing('a', { load: 2 * FULL_LOAD }), standing('b')];
    expect(order(equal, members, { a: 's1' })).toEqual(['a slot-begun', 'b']);
    const high = standing('c', { priority: 'high', load: FULL_LOAD });
    expect(order(equal, [...members, high], { a: 's1' })).toEqual(['b load', 'c load', 'a']);
  });

  it.each([equal, availability])('spreads ten thousand over equal hosts to within one ($strategy)', (distribution) => {
    const members = Array.from({ length: 7 }, (_, i) => standing(`h${i}`));
    for (let at = 0; at < 10_000; at += 1) {
      const best = rankHosts(
        distribution,
        members.map(({ hostId }) => ({ hostId, joins: null })),
        members,
      ).ranked[0];
      const chosen = members.find(({ hostId }) => hostId === best?.hostId);
      if (!chosen) throw new Error('nobody');
      chosen.load += chargeOf(chosen.weight);
      chosen.lastTurnAt = at;
    }
    const loads = members.map(({ load }) => load);
    expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(FULL_LOAD);
  });
});

describe('any ranking', () => {
  it('is one order of all candidates, whatever order they come in', () => {
    const member = fc.record({
      priority: fc.constantFrom('high' as const, 'medium' as const, 'low' as const),
      weight: fc.constantFrom(50, 100, 200),
      lastTurnAt: fc.option(fc.integer({ min: 0, max: 3 })),
      assignedInWindow: fc.integer({ min: 0, max: 2 }),
      load: fc.integer({ min: 0, max: 4 }).map((count) => count * FULL_LOAD),
      owed: fc.integer({ min: 0, max: 2 }),
      joins: fc.option(fc.constant('s')),
    });
    fc.assert(
      fc.property(
        fc.array(member, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(equal, availability),
        (rows, rule) => {
          const standings = rows.map((row, i) => standing(`h${i}`, row));
          const joins = Object.fromEntries(rows.flatMap((row, i) => (row.joins ? [[`h${i}`, row.joins]] : [])));
          const held = heldBackHosts(rule, standings).size;
          expect(order(rule, standings, joins)).toHaveLength(rows.length - held);
        },
      ),
    );
  });

  it('knows its members', () => {
    expect(() => rankHosts(equal, [{ hostId: 'x', joins: null }], [standing('a')])).toThrow(RangeError);
  });
});
