export { LinksParked, LinksResumed, MeetingChangedInZoom } from './meetings.events';
export { MeetingsModule } from './meetings.module';
export { plan, type Ask, type HostDay, type PlanRules } from './plan.rules';
export type { Reply, Touched } from './seen.rules';
