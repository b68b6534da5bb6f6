export { Signals } from './signals';
