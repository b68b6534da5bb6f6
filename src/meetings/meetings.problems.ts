import { defineProblem } from '../platform/http';

export const NotLeadHost = defineProblem('not-lead-host', 403, 'Only the lead host may start the meeting');
export const MeetingNotReady = defineProblem('meeting-not-ready', 409, 'There is no meeting to start');
