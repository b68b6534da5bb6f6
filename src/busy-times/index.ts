export { type BusyTime, BusyTimes } from './busy-times';
export { BusyTimesModule } from './busy-times.module';
export { OwnEvents } from './own-events';
