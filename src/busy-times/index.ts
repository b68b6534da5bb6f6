export { type BusyTime, type BusyTimeRow, busyTimesOf } from './busy-times';
export { BusyFeedUnreadable } from './busy-times.events';
export { BusyTimesModule } from './busy-times.module';
export { OwnEvents } from './own-events';
