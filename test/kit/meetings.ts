import { aRoundRobin, type GroupOverrides, type TestCalendar } from './calendars';
import type { TestUser } from './identity';
import type { TestApp } from './test-app';
import { connectZoom, type SimulatedUser, simulator } from './zoom';

/** A host whose Zoom is connected. */
export interface ZoomHost {
  user: TestUser;
  /** Of their Zoom user. */
  email: string;
}

export async function aZoomHost(
  slotlink: TestApp,
  owner: TestUser,
  zoomUser: Partial<SimulatedUser> = {},
): Promise<ZoomHost> {
  const user = await owner.addUser({ name: 'Rita Rep' });
  return { user, email: await connectZoom(slotlink, user, zoomUser) };
}

/** A round robin of one host who meets on Zoom. */
export function aZoomCalendar(
  owner: TestUser,
  { user }: Pick<ZoomHost, 'user'>,
  overrides: GroupOverrides = {},
): Promise<TestCalendar> {
  const members = [{ userId: user.userId, meetingLocation: { kind: 'zoom' } }];
  return aRoundRobin(owner, { members, ...overrides });
}

/** An appointment with its link, as staff see it. */
export interface LinkedAppointment {
  id: string;
  start: string;
  title: string;
  host: { userId: string };
  meetingLocation: { state: string; joinUrl: string | null };
}

export interface SimulatedMeeting {
  id: number;
  topic: string;
  agenda: string;
  type: number;
  startTime: string;
  duration: number;
  timezone: string;
  joinUrl: string;
  deleted: boolean;
  settings: Record<string, unknown>;
  registrants: { id: string; email: string; status: string }[];
}

/** Every meeting the Zoom user ever had. */
export function allMeetings(slotlink: TestApp, email: string): Promise<SimulatedMeeting[]> {
  return simulator(slotlink, 'GET', `meetings?email=${encodeURIComponent(email)}`);
}

/** The meetings that are at Zoom now. */
export async function meetingsAtZoom(slotlink: TestApp, email: string): Promise<SimulatedMeeting[]> {
  return (await allMeetings(slotlink, email)).filter(({ deleted }) => !deleted);
}

export interface Fault {
  kind: 'status' | 'timeout' | 'timeout-after-commit' | 'reset' | 'reset-after-commit' | 'html' | 'slow';
  method?: string;
  path?: string;
  email?: string;
  times?: number;
  status?: number;
  body?: object;
  headers?: Record<string, string>;
  delayMs?: number;
}

/** Lets the next matching requests fail. */
export async function zoomFails(slotlink: TestApp, fault: Fault): Promise<void> {
  await simulator(slotlink, 'POST', 'faults', { times: 1, ...fault });
}

export async function zoomRecovers(slotlink: TestApp): Promise<void> {
  await simulator(slotlink, 'DELETE', 'faults');
}

/** How often Zoom was asked to create, change or delete meetings, failures included. */
export async function writesOf(slotlink: TestApp, email: string): Promise<Record<string, number>> {
  const requests = await simulator<{ method: string; path: string }[]>(
    slotlink,
    'GET',
    `requests?email=${encodeURIComponent(email)}`,
  );
  const counts: Record<string, number> = {};
  for (const { method, path } of requests) {
    if (method !== 'GET' && path.includes('/meetings')) counts[method] = (counts[method] ?? 0) + 1;
  }
  return counts;
}
