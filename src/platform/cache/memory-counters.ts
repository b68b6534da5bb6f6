import { Injectable } from '@nestjs/common';
import { Counters } from './counters';

/** Past this many keys the expired ones are dropped, so that hostile input cannot fill the memory. */
const SWEEP_AT = 10_000;

/** For one process. */
@Injectable()
export class MemoryCounters extends Counters {
  private readonly counts = new Map<string, { count: number; until: number }>();

  override increment(key: string, ttlMs: number): Promise<number> {
    const now = performance.now();
    if (this.counts.size >= SWEEP_AT) this.sweep(now);
    const current = this.counts.get(key);
    const entry = current && current.until > now ? current : { count: 0, until: now + ttlMs };
    entry.count += 1;
    this.counts.set(key, entry);
    return Promise.resolve(entry.count);
  }

  override read(key: string): Promise<number> {
    const entry = this.counts.get(key);
    return Promise.resolve(entry && entry.until > performance.now() ? entry.count : 0);
  }

  override clear(key: string): Promise<void> {
    this.counts.delete(key);
    return Promise.resolve();
  }

  private sweep(now: number): void {
    for (const [key, { until }] of this.counts) if (until <= now) this.counts.delete(key);
  }
}
