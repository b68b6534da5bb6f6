import fc from 'fast-check';
import { naively, PATTERNS, type Pattern, PlannedRep, repDay, type RepEvent, RULES } from '../../bench/rep-day';
import { seeded, seeds } from '../kit/seeded';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BUSY = 130;
const patterns = Object.keys(PATTERNS) as Pattern[];
const DAYS = 20;

describe("a rep's day at Zoom, by the plan", () => {
  describe.each(patterns)('with %s', (pattern) => {
    it.each(seeds(DAYS))('turns at least 90 of 100 requests into links when it is busy (seed %i)', (seed) => {
      const events = repDay(pattern, BUSY, seeded(seed));
      const ours = new PlannedRep().run(events);
      expect(ours.links).toBeGreaterThanOrEqual(90);
      expect(ours.links + ours.updates + ours.deletions).toBeLessThanOrEqual(100);
      expect(naively(events).links).toBeLessThan(ours.links);
    });

    it('leaves nothing undone when it is not', () => {
      for (const seed of seeds(DAYS)) {
        const events = repDay(pattern, 15, seeded(seed));
        expect(new PlannedRep().run(events)).toMatchObject({ linksWaiting: 0, deletionsWaiting: 0 });
      }
    });
  });

  it('makes one request of edits in a row', () => {
    const edits = [0, 1, 2, 3, 4].map((edit): RepEvent => ({ at: 2 * HOUR + edit * 800, slot: 0, kind: 'edit' }));
    const events: RepEvent[] = [{ at: HOUR, slot: 0, kind: 'book', startsAt: 60 * HOUR }, ...edits];
    expect(new PlannedRep().run(events)).toMatchObject({ links: 1, updates: 1 });
  });

  describe('whatever happens on it', () => {
    const event = (slot: number): fc.Arbitrary<RepEvent[]> =>
      fc
        .record({
          at: fc.nat({ max: DAY - 2 }),
          startsAt: fc.integer({ min: 4, max: 400 }).map((hours) => hours * HOUR),
          then: fc.array(fc.constantFrom('move' as const, 'cancel' as const, 'edit' as const), { maxLength: 3 }),
          gap: fc.nat({ max: 3 * HOUR }),
        })
        .map(({ at, startsAt, then, gap }) => [
          { at, slot, kind: 'book', startsAt },
          ...then.map((kind, i): RepEvent => {
            const later = Math.min(DAY - 2, at + (i + 1) * gap);
            return kind === 'move' ? { at: later, slot, kind, startsAt } : { at: later, slot, kind };
          }),
        ]);
    const aDay = fc
      .nat({ max: 220 })
      .chain((slots) => fc.tuple(...Array.from({ length: slots }, (_, slot) => event(slot))))
      .map((events) => events.flat().sort((a, b) => a.at - b.at));
    const numbered = (events: RepEvent[], day: number) =>
      events.map((happened) => ({ ...happened, slot: happened.slot + day * 1_000 }));
    /** The days one after the other, and quiet ones behind, until nothing is owed. */
    const play = (days: RepEvent[][]) => {
      const rep = new PlannedRep();
      const results = days.map((events, day) => rep.run(numbered(events, day), day));
      for (let day = days.length; day < days.length + 20; day += 1) results.push(rep.run([], day));
      return { rep, results };
    };

    it('never takes more than its units, and the reserve only for those who may', () => {
      fc.assert(
        fc.property(fc.array(aDay, { minLength: 1, maxLength: 2 }), (days) => {
          const used = new Map<number, number>();
          for (const { at, kind, startsAt } of play(days).rep.spent) {
            const today = Math.floor(at / DAY);
            used.set(today, (used.get(today) ?? 0) + 1);
            const left = RULES.limit - used.get(today)!;
            const reset = (today + 1) * DAY;
            const near = startsAt <= reset + HOUR;
            const reserve = Math.floor(10 * Math.min(1, (reset - at) / (4 * HOUR)));
            const share = { create: 0, update: Math.ceil(reserve / 2), delete: reserve }[kind];
            expect(left).toBeGreaterThanOrEqual(near ? share : reserve);
          }
        }),
        { numRuns: 40 },
      );
    });

    it('forgets nothing: what is owed is done in the end, unless it is too late for it', () => {
      fc.assert(
        fc.property(fc.array(aDay, { minLength: 1, maxLength: 2 }), (days) => {
          const { rep } = play(days);
          expect(rep.owed()).toEqual({ links: 0, deletions: 0 });
        }),
        { numRuns: 30 },
      );
    });

    it('makes the link of the soonest start first', () => {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 26, max: 400 }), { minLength: 2, maxLength: 250 }), (starts) => {
          const events = starts.map((hours, slot): RepEvent => ({ at: 0, slot, kind: 'book', startsAt: hours * HOUR }));
          const made = play([events]).rep.spent.map(({ startsAt }) => startsAt);
          expect(made).toEqual([...made].sort((a, b) => a - b));
        }),
        { numRuns: 30 },
      );
    });

    it('gives deletions of earlier days ten units, however many links are wanted', () => {
      fc.assert(
        fc.property(fc.integer({ min: 10, max: 60 }), fc.integer({ min: 0, max: 300 }), (cancelled, bookings) => {
          const far = 900 * HOUR;
          const book = (slot: number): RepEvent => ({ at: 0, slot, kind: 'book', startsAt: far });
          const first = Array.from({ length: 90 }, (_, slot) => book(slot));
          const cancels = first.slice(0, cancelled).map(({ slot }): RepEvent => ({ at: HOUR, slot, kind: 'cancel' }));
          const next = Array.from({ length: bookings }, (_, i) => book(2_000 + i));
          const rep = new PlannedRep();
          const { deletionsWaiting } = rep.run([...first, ...cancels], 0);
          expect(rep.run(next, 1).deletions).toBeGreaterThanOrEqual(Math.min(10, deletionsWaiting));
        }),
        { numRuns: 30 },
      );
    });
  });
});
