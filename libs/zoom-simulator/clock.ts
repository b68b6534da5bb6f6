/** The simulator's time: another clock, moved by an offset that runs on. Epoch milliseconds throughout. */
export class Clock {
  private offset = 0;

  constructor(private readonly base: () => number) {}

  now(): number {
    return this.base() + this.offset;
  }

  moveTo(instant: number): void {
    this.offset = instant - this.base();
  }
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `2026-11-23T14:00:00Z`: Zoom's timestamps have no milliseconds. */
export const zoomTime = (instant: number): string => new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** The UTC day of an instant, `2026-11-23`; Zoom's daily budgets are counted by it. */
export const utcDay = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
