export { HANDLED_JOB, HandlesJob, allJobs, defineJob, type JobHandler } from './job-definition';
export { Jobs } from './jobs';
