/** Counts that expire by themselves, for rate limits. */
export abstract class Counters {
  /** Adds one. The window of `ttlMs` starts at the first. @returns the count so far */
  abstract increment(key: string, ttlMs: number): Promise<number>;

  /** The count so far, without adding. */
  abstract read(key: string): Promise<number>;

  abstract clear(key: string): Promise<void>;
}
