export { Heartbeat } from './heartbeat';
export { JobHandlers } from './job-handlers';
export { Worker } from './worker';
