import { missingScope } from './errors';
import type { Caller } from './tokens';
import type { JsonObject, User } from './types';

/** A request of the REST API whose token and scope are good. */
export interface ApiRequest extends Caller {
  /** Path segments, decoded. */
  params: string[];
  query: URLSearchParams;
  body: () => JsonObject;
  /** The granular scope of the route; another user's resource would need its `:admin` form. */
  scope: string;
}

/** A user-managed app acts on its own user: `me`, or that user's id or e-mail. */
export function targetUser({ params, user, scope }: ApiRequest): User {
  const key = params[0] ?? '';
  if (key === 'me' || key === user.id || key.toLowerCase() === user.email) return user;
  throw missingScope([`${scope}:admin`]);
}
