export { Clock } from './clock';
export { settleClock } from './settle-clock';
