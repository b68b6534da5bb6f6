import type { IncomingHttpHeaders } from 'node:http';
import { DAY, HOUR, SECOND } from './clock';
import { expiredToken, invalidToken } from './errors';
import { bearerToken } from './http';
import { newToken, userIdOfToken } from './ids';
import type { Grant, SimulatorState, User } from './types';
import type { World } from './world';

const ACCESS_LIFE = HOUR;
const REFRESH_LIFE = 90 * DAY;

const grantKey = (clientId: string, userId: string): string => `${clientId} ${userId}`;

/**
 * A new token set. A user has one set per app, so whatever was there before is dead: after a refresh the old pair, and
 * after a second consent the first one's (FORUM 95429).
 */
export function issueTokens(world: World, user: User, clientId: string, scopes: string[]): Grant {
  const now = world.clock.now();
  const claims = {
    ver: 9,
    iss: `zm:cid:${clientId}`,
    aud: 'https://oauth.zoom.us',
    uid: user.id,
    aid: user.accountId,
    iat: Math.floor(now / SECOND),
  };
  const grant: Grant = {
    clientId,
    userId: user.id,
    scopes,
    accessToken: newToken({ ...claims, exp: Math.floor((now + ACCESS_LIFE) / SECOND) }),
    accessExpiresAt: now + ACCESS_LIFE,
    refreshToken: newToken({ ...claims, exp: Math.floor((now + REFRESH_LIFE) / SECOND) }),
    refreshExpiresAt: now + REFRESH_LIFE,
  };
  world.state.grants.set(grantKey(clientId, user.id), grant);
  world.store.touch();
  return grant;
}

export const tokenAnswer = (world: World, grant: Grant): object => ({
  access_token: grant.accessToken,
  token_type: 'bearer',
  refresh_token: grant.refreshToken,
  expires_in: ACCESS_LIFE / SECOND,
  scope: grant.scopes.join(' '),
  api_url: world.origin,
});

export function findGrant(state: SimulatorState, matches: (grant: Grant) => boolean): Grant | null {
  for (const grant of state.grants.values()) if (matches(grant)) return grant;
  return null;
}

export function dropGrant(world: World, grant: Grant): void {
  world.state.grants.delete(grantKey(grant.clientId, grant.userId));
  world.store.touch();
}

export function dropGrantsOf(world: World, user: User): void {
  for (const grant of [...world.state.grants.values()]) if (grant.userId === user.id) dropGrant(world, grant);
}

export interface Caller {
  user: User;
  grant: Grant;
}

export function authenticate(world: World, headers: IncomingHttpHeaders): Caller {
  const token = bearerToken(headers);
  const grant = token === null ? null : findGrant(world.state, ({ accessToken }) => accessToken === token);
  const user = grant === null ? undefined : world.state.users.get(grant.userId);
  if (grant === null || user?.status !== 'active') throw invalidToken();
  if (world.clock.now() >= grant.accessExpiresAt) throw expiredToken();
  return { user, grant };
}

/** Whose token it is or was, for the log and the faults. */
export const ownerOfToken = (state: SimulatorState, token: string): User | null =>
  state.users.get(userIdOfToken(token) ?? '') ?? null;
