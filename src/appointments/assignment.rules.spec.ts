import { type Distribution, FULL_LOAD, heldBackHosts, rankHosts } from '#libs/slots';
import type { BookableHost, CalendarRow } from '../calendars';
import { seeded } from '../../test/kit/seeded';
import { type Entry, type Sum, addTo } from './assignment.fixtures';
import { type Balance, chargeIn, rollCall, standingsOf } from './assignment.rules';

type Member = Pick<BookableHost, 'userId' | 'priority' | 'weight'>;

/** A calendar's distribution played through with the ledger in memory; each booking takes a minute. */
class Play {
  private readonly sums = new Map<string, Sum>();
  private at = 0;
  private readonly live: { hostId: string; load: number }[] = [];

  constructor(
    readonly distribution: Distribution,
    public members: Member[],
  ) {}

  get calendar() {
    return { type: 'round_robin', distribution: { ...this.distribution, window: 'P1D' } } as CalendarRow;
  }

  get hosts() {
    return this.members as BookableHost[];
  }

  balances(): Balance[] {
    return [...this.sums].map(([hostId, sum]) => ({
      ...{ hostId, ...sum },
      ...{ inWindow: 0, held: 0, heldAt: null },
    }));
  }

  add(...entries: Entry[]): void {
    for (const entry of entries) addTo(this.sums, entry);
  }

  /** @returns who got it of those who are there */
  book(there: (userId: string) => boolean = () => true): string | undefined {
    this.at += 60_000;
    const balances = this.balances();
    this.add(...rollCall(this.hosts, balances).map((entry) => ({ ...entry, at: this.at })));
    const standings = standingsOf(this.calendar, this.hosts, balances);
    const candidates = this.members.filter(({ userId }) => there(userId)).map(({ userId }) => ({ userId }));
    const offers = candidates.map(({ userId }) => ({ hostId: userId, joins: null }));
    const hostId = rankHosts(this.distribution, offers, standings).ranked[0]?.hostId;
    const host = this.members.find(({ userId }) => userId === hostId);
    if (!host) return undefined;
    const load = chargeIn(this.calendar, host.weight);
    this.add({ hostId: host.userId, kind: 'assigned', load, at: this.at });
    this.live.push({ hostId: host.userId, load });
    return host.userId;
  }

  /** Cancels one of the last `among`, or marks it as a no-show: the ledger knows no difference. */
  cancel(share: number, among = 300): void {
    const from = Math.max(0, this.live.length - among);
    const [gone] = this.live.splice(from + Math.floor(share * (this.live.length - from)), 1);
    if (gone) this.add({ hostId: gone.hostId, kind: 'credited', load: -gone.load, at: this.at });
  }

  counts(): Record<string, number> {
    return Object.fromEntries(
      this.members.map(({ userId }) => {
        const { assigned = 0, credited = 0 } = this.sums.get(userId) ?? {};
        return [userId, assigned - credited];
      }),
    );
  }

  spread(): number {
    const counts = Object.values(this.counts());
    return Math.max(...counts) - Math.min(...counts);
  }
}

const STRATEGIES = ['availability', 'equal'] as const;
const team = (size: number): Member[] =>
  Array.from({ length: size }, (_, i) => ({ userId: `h${i}`, priority: 'medium', weight: 100 }));
const play = (strategy: Distribution['strategy'], members: Member[], maxLead = 3) =>
  new Play({ strategy, maxLead }, members);

describe.each(STRATEGIES)('%s', (strategy) => {
  it('spreads ten thousand bookings over hosts with equal hours and weights to within one', () => {
    const game = play(strategy, team(7));
    let widest = 0;
    for (let i = 0; i < 10_000; i += 1) {
      game.book();
      if (i % 100 === 99) widest = Math.max(widest, game.spread());
    }
    expect(widest).toBeLessThanOrEqual(1);
    expect(game.spread()).toBeLessThanOrEqual(1);
  }, 30_000);

  it('ends within one when a fifth is cancelled or nobody comes', () => {
    const game = play(strategy, team(7));
    const chance = seeded(20);
    for (let i = 0; i < 10_000; i += 1) {
      game.book();
      // The last few can only be made up by bookings after them.
      if (i < 9_900 && chance() < 0.2) game.cancel(chance());
    }
    expect(game.spread()).toBeLessThanOrEqual(1);
    expect(Object.values(game.counts()).reduce((a, b) => a + b)).toBeLessThan(8_200);
  }, 30_000);

  it('gives the same hosts for the same rows', () => {
    const run = () => {
      const game = play(strategy, team(5));
      const chance = seeded(3);
      return Array.from({ length: 300 }, () => {
        if (chance() < 0.2) game.cancel(chance());
        const away = Math.floor(chance() * 5);
        return game.book((userId) => userId !== `h${away}`);
      });
    };
    expect(run()).toEqual(run());
  });

  it('gives one who joins late their share from then on, and no more', () => {
    const game = play(strategy, team(2));
    for (let i = 0; i < 1_000; i += 1) game.book();
    game.members = team(3);
    for (let i = 0; i < 300; i += 1) expect(game.book()).toBeDefined();
    const { h0, h1, h2 } = game.counts();
    expect([h0, h1, h2].map((count) => Math.round((count ?? 0) / 10) * 10)).toEqual([600, 600, 100]);
  });

  it('gives one who was away nothing to catch up with, whatever they had or were owed', () => {
    const game = play(strategy, team(3));
    for (let i = 0; i < 30; i += 1) game.book();
    for (let i = 0; i < 5; i += 1) game.cancel(0.99);
    game.members = team(2);
    for (let i = 0; i < 300; i += 1) game.book();
    game.members = team(3);
    const before = game.counts().h2 ?? 0;
    for (let i = 0; i < 300; i += 1) expect(game.book()).toBeDefined();
    expect(Math.abs((game.counts().h2 ?? 0) - before - 100)).toBeLessThanOrEqual(1);
  });
});

describe('availability', () => {
  it('gives a turn back at once, and the round goes on as if it had not been', () => {
    const game = play('availability', team(3));
    expect([game.book(), game.book(), game.book(), game.book()]).toEqual(['h0', 'h1', 'h2', 'h0']);
    // It is h1's turn now, but h0's first appointment is cancelled.
    game.cancel(0, 4);
    expect([game.book(), game.book(), game.book(), game.book()]).toEqual(['h0', 'h1', 'h2', 'h0']);
  });

  it('keeps to priority with credits, too', () => {
    const members: Member[] = [
      { userId: 'low', priority: 'low', weight: 100 },
      { userId: 'high', priority: 'high', weight: 100 },
    ];
    const game = play('availability', members);
    expect(game.book((userId) => userId === 'low')).toBe('low');
    game.cancel(0);
    expect(game.book()).toBe('high');
  });
});

describe('equal', () => {
  it('shares by weight, within the lead allowed, and lets priority settle who is first', () => {
    const members: Member[] = [
      { userId: 'double', priority: 'low', weight: 200 },
      { userId: 'full', priority: 'medium', weight: 100 },
      { userId: 'half', priority: 'high', weight: 50 },
    ];
    const game = play('equal', members);
    expect(game.book()).toBe('half');
    expect(game.book()).toBe('full');
    for (let i = 2; i < 7_000; i += 1) game.book();
    expect(game.counts()).toEqual({ double: 4_000, full: 2_000, half: 1_000 });
    for (let i = 0; i < 3; i += 1) {
      game.book();
      const loads = game.balances().map(({ load }) => load / FULL_LOAD);
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(3);
    }
  });

  it('counts a changed weight from the change on', () => {
    const game = play('equal', team(2));
    for (let i = 0; i < 1_000; i += 1) game.book();
    game.members = game.members.map((member) => ({ ...member, weight: member.userId === 'h0' ? 300 : 100 }));
    for (let i = 0; i < 400; i += 1) expect(game.book()).toBeDefined();
    expect(game.counts()).toEqual({ h0: 800, h1: 600 });
  });

  it('starts level when a calendar turns to it from availability', () => {
    const game = play('availability', team(2));
    for (let i = 0; i < 50; i += 1) game.book((userId) => userId === 'h0');
    game.distribution.strategy = 'equal';
    for (let i = 0; i < 10; i += 1) game.book();
    expect(game.counts()).toEqual({ h0: 55, h1: 5 });
  });

  it('counts a hold like the booking it will be', () => {
    const game = play('equal', team(2), 1);
    game.book();
    const held = game.balances().map((balance) => ({ ...balance, held: balance.hostId === 'h1' ? 3 : 0, heldAt: 5 }));
    const standings = standingsOf(game.calendar, game.hosts, held);
    expect([...heldBackHosts(game.distribution, standings)]).toEqual([['h1', 2]]);
    expect(standings[1]).toMatchObject({ lastTurnAt: 5, assignedInWindow: 3 });
  });
});

it('plays the example of docs/assignment.md', () => {
  const members: Member[] = [
    { userId: 'Ann', priority: 'medium', weight: 200 },
    { userId: 'Ben', priority: 'high', weight: 100 },
    { userId: 'Cem', priority: 'medium', weight: 100 },
  ];
  const game = play('equal', members, 1);
  const turns = (count: number, who?: string) =>
    Array.from({ length: count }, () => game.book((userId) => who === undefined || who === userId));
  expect(turns(4)).toEqual(['Ben', 'Ann', 'Cem', 'Ann']);
  game.cancel(0);
  expect(turns(1)).toEqual(['Ben']);
  expect(turns(2, 'Cem')).toEqual(['Cem', 'Cem']);
  expect(turns(1)).toEqual(['Ben']);
  game.members = [...members, { userId: 'Dora', priority: 'medium', weight: 100 }];
  expect(turns(1)).toEqual(['Dora']);
  const loads = Object.fromEntries(game.balances().map(({ hostId, load }) => [hostId, load / FULL_LOAD]));
  expect(loads).toEqual({ Ann: 1, Ben: 2, Cem: 3, Dora: 2 });
});

describe('the roll', () => {
  it('notes who came and who went, by host, once', () => {
    const game = play('equal', team(2));
    game.book();
    game.members = [...team(1), { userId: 'a', priority: 'medium', weight: 100 }];
    const entries = rollCall(game.hosts, game.balances());
    expect(entries).toEqual([
      { hostId: 'a', kind: 'joined', reason: 'joined', load: FULL_LOAD },
      { hostId: 'h1', kind: 'left', reason: 'left', load: 0 },
    ]);
    game.add(...entries.map((entry) => ({ ...entry, at: 0 })));
    expect(rollCall(game.hosts, game.balances())).toEqual([]);
  });
});
