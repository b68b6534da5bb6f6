export { Clock } from './clock';
export { moveWaitingJobs, settleClock } from './settle-clock';
