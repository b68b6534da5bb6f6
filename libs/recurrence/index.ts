export { type FirstOccurrence, type Frequency, type Recurrence, type Until, type WeekdayOf } from './recurrence';
export { parseRecurrence } from './parse';
export { checkRecurrence, type RecurrenceLimits } from './check-recurrence';
export { occurrences, occurrencesIn } from './occurrences';
