import { Forbidden } from '../platform/http';
import type { Person } from './person';
import { assertMayDo, mayDo } from './permits.rules';
import type { Role } from './policies';
import type { Principal } from './principal';
import type { PersonalDetails } from './user.store';

/** Only owners make, change or remove owners. @throws Forbidden, NotWhileActingAs */
export function assertMayGrant(who: Principal, role: Role): void {
  if (role !== 'member') assertMayDo(who, 'users.roles');
  if (role === 'owner' && who.role !== 'owner') throw Forbidden('Only an owner can make somebody an owner.');
}

/** @throws Forbidden */
export function assertMayTouch(ownRole: Role, target: Pick<Person, 'role'>): void {
  if (target.role === 'owner' && ownRole !== 'owner') throw Forbidden('Only an owner can change or remove an owner.');
}

export interface UserChange extends PersonalDetails {
  role?: Role;
}

/** @throws Forbidden, NotWhileActingAs */
export function assertMayChange(who: Principal, target: Pick<Person, 'userId' | 'role'>, change: UserChange): void {
  const role = change.role === target.role ? undefined : change.role;
  if (role !== undefined) assertMayDo(who, 'users.roles');
  if (who.userId !== target.userId && !mayDo(who, 'users.manage')) throw Forbidden('You can change only yourself.');
  assertMayTouch(who.role, target);
  if (role !== undefined) assertMayGrant(who, role);
}
