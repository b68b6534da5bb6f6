export { type BusyOptions, type BusyReading, busyIn } from './busy-in';
export { CalendarReader, type ReadCalendar, type ReaderLimits } from './calendar-reader';
export { feedIcs, type Feed, type FeedEvent } from './feed-ics';
export { inviteIcs, publishIcs, type Invite, type IcsPerson } from './invite-ics';
export { appointmentIdOf, uidOf } from './uids';
