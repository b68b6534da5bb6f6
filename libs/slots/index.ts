export {
  type DateRule,
  type Rule,
  type Schedule,
  type Travel,
  type WallInterval,
  type Weekday,
  type WeekdayRule,
} from './schedule';
export { WEEKDAYS, workingIntervals } from './schedule';
export { checkSchedule } from './check-schedule';
export { type Fault } from './check-values';
export {
  type Availability,
  type BookingWindow,
  type Busy,
  type CalendarRules,
  type CalendarType,
  type Candidate,
  type FreeSlot,
  type Host,
  type OpenSlot,
} from './availability';
export { isTaken, type Reason } from './reasons';
export { freeSlots } from './free-slots';
export { type Explanation, explain, type HostVerdict, type Offer, offerAt } from './offer';
export { lookBusy } from './look-busy';
export { type DaySlots, groupByDay } from './group-by-day';
export {
  chargeOf,
  type Criterion,
  type Distribution,
  FULL_LOAD,
  heldBackHosts,
  type Priority,
  rankHosts,
  type Ranking,
  type Standing,
} from './rank-hosts';
