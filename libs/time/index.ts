export { type Interval, contains, intersect, lastStartingBy, merge, overlaps, subtract } from './interval';
export { instantOfWall, isZone, offsetAt, utcDate, wallToInstant, type WallTime } from './zone';
export {
  addDays,
  dateOfDay,
  datesBetween,
  dayOfDate,
  localDate,
  localDay,
  parseDate,
  startOfDay,
  wallOnDay,
  weekdayOfDay,
} from './local-date';
export {
  addDuration,
  durationMs,
  exactDuration,
  formatDuration,
  isExact,
  type IsoDuration,
  parseDuration,
} from './duration';
export { formatInstant, parseInstant } from './instant';
export { instantInWords, knownLocale, spanInWords } from './wording';
