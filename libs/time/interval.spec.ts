import fc from 'fast-check';
import { type Interval, contains, intersect, merge, overlaps, subtract } from '.';

const spans = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 12 })).map(([start, length]) => ({
    start,
    end: start + length,
  })),
  { maxLength: 12 },
);

/** The slow twin: which whole numbers the intervals cover. */
function covered(intervals: readonly Interval[]): boolean[] {
  return Array.from({ length: 80 }, (_, at) => intervals.some(({ start, end }) => start <= at && at < end));
}

describe('intervals', () => {
  it('merges what overlaps or adjoins and drops what is empty', () => {
    const merged = merge([
      { start: 5, end: 7 },
      { start: 0, end: 2 },
      { start: 2, end: 3 },
      { start: 9, end: 9 },
    ]);
    expect(merged).toEqual([
      { start: 0, end: 3 },
      { start: 5, end: 7 },
    ]);
  });

  it('does not overlap where one ends and the other starts', () => {
    expect(overlaps({ start: 0, end: 5 }, { start: 5, end: 9 })).toBe(false);
    expect(overlaps({ start: 0, end: 6 }, { start: 5, end: 9 })).toBe(true);
  });

  it('leaves its arguments alone', () => {
    const given = [
      { start: 0, end: 4 },
      { start: 2, end: 6 },
    ];
    merge(given);
    expect(given[0]).toEqual({ start: 0, end: 4 });
  });

  it('agrees with counting every point', () => {
    fc.assert(
      fc.property(spans, spans, (x, y) => {
        const [a, b] = [merge(x), merge(y)];
        const [inA, inB] = [covered(x), covered(y)];
        expect(covered(a)).toEqual(inA);
        expect(covered(subtract(a, b))).toEqual(inA.map((is, at) => is && !inB[at]));
        expect(covered(intersect(a, b))).toEqual(inA.map((is, at) => is && inB[at]));
        for (const { start, end } of y) {
          if (start < end) expect(contains(a, { start, end })).toBe(inA.slice(start, end).every(Boolean));
        }
      }),
    );
  });
});
