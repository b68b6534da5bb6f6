/** A half-open span of time, [start, end), in epoch milliseconds. */
export interface Interval {
  start: number;
  end: number;
}

export function overlaps(a: Interval, b: Interval): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Sorted, disjoint and not touching: overlapping and adjoining intervals become one, empty ones vanish. */
export function merge(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  let last: Interval | undefined;
  for (const { start, end } of inOrder(intervals)) {
    if (start >= end) continue;
    if (last && start <= last.end) {
      if (end > last.end) last.end = end;
    } else {
      last = { start, end };
      merged.push(last);
    }
  }
  return merged;
}

/** What of `from` lies outside `taken`. Both merged. */
export function subtract(from: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let first = 0;
  for (const { start, end } of from) {
    while (first < taken.length && (taken[first]?.end ?? Infinity) <= start) first += 1;
    let at = start;
    for (let i = first; i < taken.length && at < end; i += 1) {
      const hole = taken[i];
      if (!hole || hole.start >= end) break;
      if (hole.start > at) left.push({ start: at, end: hole.start });
      at = Math.max(at, hole.end);
    }
    if (at < end) left.push({ start: at, end });
  }
  return left;
}

/** What lies in both. Both merged. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const both: Interval[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (!left || !right) return both;
    const start = Math.max(left.start, right.start);
    const end = Math.min(left.end, right.end);
    if (start < end) both.push({ start, end });
    if (left.end < right.end) i += 1;
    else j += 1;
  }
}

/** Whether `span` lies whole inside one of `intervals` (merged). */
export function contains(intervals: readonly Interval[], span: Interval): boolean {
  const around = intervals[lastStartingBy(intervals, span.start)];
  return around !== undefined && span.end <= around.end;
}

/** Index of the last interval that starts at or before `instant`, -1 without one. Sorted by start. */
export function lastStartingBy(intervals: readonly Interval[], instant: number): number {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((intervals[middle]?.start ?? Infinity) <= instant) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function inOrder(intervals: readonly Interval[]): readonly Interval[] {
  let before = -Infinity;
  for (const { start } of intervals) {
    if (start < before) return intervals.toSorted((a, b) => a.start - b.start);
    before = start;
  }
  return intervals;
}
