/**
 * What every random choice of the tests begins with: the same in each run, so that a run can be repeated, unless
 * `TEST_SEED` names another. Of `TEST_SEED=random`, jest.config.js makes a number.
 */
export const SEED = Number(process.env.TEST_SEED ?? 1);

/** As many seeds, from that one on. */
export const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => SEED + i);

/** mulberry32: from 0 up to 1, the same sequence for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
