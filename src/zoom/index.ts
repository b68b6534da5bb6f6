export { LeaseLost } from './leases';
export { StartConnect } from './start-connect';
export { MeetingHosts } from './meeting-hosts';
export { ParkedWork, type WaitingWork } from './parked-work';
export { QuotaDays, type QuotaDay, type QuotaSpending } from './quota-days';
export { DAILY_LIMIT, dayOfQuota } from './quota.rules';
export { QuotaLedger, type RequestPurpose } from './quota-ledger';
export { QuotaUsages, type QuotaUsage } from './quota-usages';
export { ZoomConnections, type ConnectionState, type ZoomConnection, registers } from './zoom-connections';
export {
  type WhyDisconnected,
  ZoomConnected,
  ZoomDisconnected,
  ZoomMeetingTouched,
  ZoomQuotaWarned,
  ZoomReconnectRequired,
  ZoomReleased,
} from './zoom.events';
export { ZoomModule } from './zoom.module';
export { WEBHOOK_PATH } from './webhook-path';
export { ZoomNotConnected, ZoomReconnectNeeded } from './zoom.problems';
export { QuotaSpent, ZoomSession, type RequestCause } from './zoom-session';
export { ZoomSessions, type NoSession, type OpenOptions, type OpenedSession } from './zoom-sessions';
export { type ConnectionEnding, FinishZoomWork, ZoomIsFree } from './zoom.intents';
