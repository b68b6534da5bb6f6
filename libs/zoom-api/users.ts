import { Json, number, text } from './json';

export type ZoomPlan = 'basic' | 'licensed' | 'on-prem' | 'unassigned' | 'none' | 'unknown';

export interface ZoomUser {
  /** Stable; the e-mail is not. */
  id: string;
  accountId: string | null;
  email: string | null;
  displayName: string;
  plan: ZoomPlan;
  /** "active", "inactive" or "pending". */
  status: string | null;
  /** As Zoom wrote it, which is not always an IANA name. */
  timezone: string | null;
}

const PLANS: ReadonlyMap<number | null, ZoomPlan> = new Map([
  [1, 'basic'],
  [2, 'licensed'],
  [3, 'on-prem'],
  [4, 'unassigned'],
  [99, 'none'],
]);

export function readUser(json: Json): ZoomUser | null {
  const userId = text(json.id);
  if (userId === null) return null;
  const fullName = [text(json.first_name), text(json.last_name)].filter((part) => part !== null).join(' ');
  return {
    id: userId,
    accountId: text(json.account_id),
    email: text(json.email),
    displayName: text(json.display_name) ?? text(fullName) ?? text(json.email) ?? '',
    plan: PLANS.get(number(json.type)) ?? 'unknown',
    status: text(json.status),
    timezone: text(json.timezone),
  };
}
