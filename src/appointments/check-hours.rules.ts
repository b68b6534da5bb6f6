import { type Schedule, workingIntervals } from '#libs/slots';
import { type Interval, intersect, merge } from '#libs/time';

/** Most calendars are settled by their first weeks: a window of two years is not laid out to find one morning. */
const STEP_MS = 31 * 86_400_000;
const WEEK_MS = 7 * 86_400_000;

/** How slots follow each other, in ms. */
export interface Pace {
  slotDuration: number;
  slotInterval: number;
  preBuffer: number;
  postBuffer: number;
}

/** Whether these hours, all at once, leave room for a slot of `length` ms that starts in the span. */
export function haveCommonHours(schedules: readonly Schedule[], span: Interval, length: number): boolean {
  for (let start = span.start; start < span.end; start += STEP_MS) {
    const step = { start, end: Math.min(start + STEP_MS, span.end) };
    const common = schedules.map((schedule) => merge(workingIntervals(schedule, step))).reduce(intersect);
    const room = common.some((hours) => {
      const first = Math.max(hours.start, step.start);
      return first < step.end && hours.end - first >= length;
    });
    if (room) return true;
  }
  return false;
}

/** The most slots that fit into one working day of the week after `from`. */
export function slotsInFullestDay(schedule: Schedule, from: number, pace: Pace): number {
  // One slot after another: the next grid point past both buffers, which stack.
  const blocked = pace.preBuffer + pace.slotDuration + pace.postBuffer;
  const stride = Math.ceil(blocked / pace.slotInterval) * pace.slotInterval;
  const days = new Map<number, number>();
  for (const { start, end } of workingIntervals(schedule, { start: from, end: from + WEEK_MS })) {
    const fitting = Math.floor((end - start - pace.slotDuration) / stride) + 1;
    // The days that the quota counts.
    const day = Math.floor(start / 86_400_000);
    days.set(day, (days.get(day) ?? 0) + Math.max(0, fitting));
  }
  return Math.max(0, ...days.values());
}
