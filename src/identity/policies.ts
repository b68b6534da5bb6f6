import { SetMetadata } from '@nestjs/common';

export const ROLES = ['owner', 'admin', 'member'] as const;
export type Role = (typeof ROLES)[number];

const ADMINS: readonly Role[] = ['owner', 'admin'];
const EVERYBODY: readonly Role[] = ROLES;

/** What a role may do. A policy with EVERYBODY may still narrow to one's own things inside the act. */
export const POLICIES = {
  'self.read': EVERYBODY,
  'self.write': EVERYBODY,
  'users.read': EVERYBODY,
  'users.manage': ADMINS,
  'zoom.connect': EVERYBODY,
  'zoom.manage': ADMINS,
  'calendars.read': EVERYBODY,
  'calendars.manage': ADMINS,
  'schedules.read': EVERYBODY,
  'schedules.write': EVERYBODY,
  'busy-times.read': EVERYBODY,
  'busy-times.write': EVERYBODY,
  'contacts.read': EVERYBODY,
  'contacts.write': EVERYBODY,
  'appointments.read': EVERYBODY,
  'appointments.write': EVERYBODY,
  'messages.read': ADMINS,
} as const satisfies Record<string, readonly Role[]>;

export type Policy = keyof typeof POLICIES;

export const REQUIRED_POLICY = 'slotlink:required-policy';

/** What a route needs. Boot refuses a route that declares nothing and isn't public. */
export const Requires = (policy: Policy) => SetMetadata(REQUIRED_POLICY, policy);

export function mayDo(role: Role, policy: Policy): boolean {
  const roles: readonly Role[] = POLICIES[policy];
  return roles.includes(role);
}

export function isAdmin(role: Role): boolean {
  return ADMINS.includes(role);
}
