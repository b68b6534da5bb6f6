export { endsEarlyOn } from './basic-plan.rules';
export { openInterval, parseBookingWindow } from './booking-window.rules';
export {
  type Calendar as CalendarRow,
  type CalendarType,
  type JoinLinks,
  type Question,
  isGroupType,
} from './calendar';
export { type Bookable, type BookableHost, Calendars } from './calendars';
export { ChangeCalendarType, ChangeMembers, type FutureChoice, RemoveCalendar } from './calendars.intents';
export { CalendarsModule } from './calendars.module';
export { ZoomNeedsGroupCalendar } from './calendars.problems';
export { type LocationChoices, resolveLocation } from './meeting-location.rules';
export { type PublicCalendarAnswer, toPublicCalendar } from './present-public-calendar';
