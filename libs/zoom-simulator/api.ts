import { targetUser, type ApiRequest } from './api-request';
import { missingScope, unknownEndpoint } from './errors';
import { decodeSegment, jsonObject, type Answer, type Call } from './http';
import { createMeeting, deleteMeeting, getMeeting, putStatus, updateMeeting } from './meetings';
import { listMeetings, listUpcoming } from './meeting-list';
import type { Category } from './quota';
import { addRegistrant, listRegistrants, putRegistrantStatus, removeRegistrant } from './registrants';
import { authenticate } from './tokens';
import { LICENSED, settingsView, userView } from './users';
import type { World } from './world';

type Handler = (world: World, request: ApiRequest) => Answer;

interface Route {
  method: string;
  path: RegExp;
  category: Category;
  scope: string;
  /** The scope of apps made before April 2024. */
  classic: string;
  handle: Handler;
}

const route = (
  method: string,
  path: string,
  category: Category,
  scope: string,
  classic: string,
  handle: Handler,
): Route => ({ method, path: new RegExp(`^/v2${path.replaceAll('*', '([^/]+)')}$`), category, scope, classic, handle });

const getUser: Handler = (world, request) => ({ status: 200, json: userView(world, targetUser(request)) });
const getSettings: Handler = (_world, request) => ({ status: 200, json: settingsView(targetUser(request)) });

const ROUTES: Route[] = [
  route('GET', '/users/*', 'Light', 'user:read:user', 'user:read', getUser),
  route('GET', '/users/*/settings', 'Medium', 'user:read:settings', 'user:read', getSettings),
  route('POST', '/users/*/meetings', 'Light', 'meeting:write:meeting', 'meeting:write', createMeeting),
  route('GET', '/users/*/meetings', 'Medium', 'meeting:read:list_meetings', 'meeting:read', listMeetings),
  route(
    'GET',
    '/users/*/upcoming_meetings',
    'Medium',
    'meeting:read:list_upcoming_meetings',
    'meeting:read',
    listUpcoming,
  ),
  route('GET', '/meetings/*', 'Light', 'meeting:read:meeting', 'meeting:read', getMeeting),
  route('PATCH', '/meetings/*', 'Light', 'meeting:update:meeting', 'meeting:write', updateMeeting),
  route('DELETE', '/meetings/*', 'Light', 'meeting:delete:meeting', 'meeting:write', deleteMeeting),
  route('PUT', '/meetings/*/status', 'Light', 'meeting:update:status', 'meeting:write', putStatus),
  route('POST', '/meetings/*/registrants', 'Light', 'meeting:write:registrant', 'meeting:write', addRegistrant),
  route('GET', '/meetings/*/registrants', 'Medium', 'meeting:read:list_registrants', 'meeting:read', listRegistrants),
  route(
    'PUT',
    '/meetings/*/registrants/status',
    'Medium',
    'meeting:update:registrant_status',
    'meeting:write',
    putRegistrantStatus,
  ),
  route('DELETE', '/meetings/*/registrants/*', 'Light', 'meeting:delete:registrant', 'meeting:write', removeRegistrant),
];

/** An account is paid as soon as one of its users is licensed. */
const isPaid = (world: World, accountId: string): boolean =>
  [...world.state.users.values()].some((user) => user.accountId === accountId && user.type === LICENSED);

/** Serves one call to /v2. `note` gets the headers that even a refusal carries. */
export function serveApi(world: World, call: Call, note: (headers: Record<string, string>) => void): Answer {
  const found = ROUTES.find(({ method, path }) => method === call.method && path.test(call.path));
  if (found === undefined) throw unknownEndpoint();
  const caller = authenticate(world, call.headers);
  const { accountId } = caller.user;
  const rate = world.rates.count(accountId, isPaid(world, accountId), found.category, world.clock.now());
  note(rate.headers);
  if (rate.refused !== null) throw rate.refused;
  if (!caller.grant.scopes.some((scope) => scope === found.scope || scope === found.classic)) {
    throw missingScope([found.scope, `${found.scope}:admin`]);
  }
  const segments = found.path.exec(call.path)?.slice(1) ?? [];
  return found.handle(world, {
    ...caller,
    params: segments.map(decodeSegment),
    query: call.query,
    body: () => jsonObject(call.body),
    scope: found.scope,
  });
}
