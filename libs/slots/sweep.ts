import { type Interval, lastStartingBy } from '#libs/time';

/** Intervals sorted by start, asked for one instant after another: a step each in rising order, a search otherwise. */
export class Sweep {
  private at = 0;

  constructor(readonly intervals: readonly Interval[]) {}

  /** The index of the last interval that starts at or before the instant, -1 without one. */
  lastStartingBy(instant: number): number {
    const { intervals } = this;
    let at = this.at;
    if ((intervals[at]?.start ?? Infinity) > instant) at = lastStartingBy(intervals, instant);
    else while ((intervals[at + 1]?.start ?? Infinity) <= instant) at += 1;
    this.at = Math.max(at, 0);
    return at;
  }

  /** Whether [start, end) lies whole inside one of them; merged intervals only. */
  covers(start: number, end: number): boolean {
    const around = this.intervals[this.lastStartingBy(start)];
    return around !== undefined && end <= around.end;
  }

  /** Whether [start, end) overlaps any of them; merged intervals only. */
  touches(start: number, end: number): boolean {
    const before = this.intervals[this.lastStartingBy(end - 1)];
    return before !== undefined && before.end > start;
  }
}
