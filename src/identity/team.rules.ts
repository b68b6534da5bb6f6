import { Forbidden } from '../platform/http';
import type { Person } from './person';
import { Role, isAdmin } from './policies';
import type { Principal } from './principal';
import type { PersonalDetails } from './user.store';

/** Only owners make, change or remove owners. @throws Forbidden */
export function assertMayGrant(ownRole: Role, role: Role): void {
  if (role === 'owner' && ownRole !== 'owner') throw Forbidden('Only an owner can make somebody an owner.');
}

/** @throws Forbidden */
export function assertMayTouch(ownRole: Role, target: Pick<Person, 'role'>): void {
  if (target.role === 'owner' && ownRole !== 'owner') throw Forbidden('Only an owner can change or remove an owner.');
}

export interface UserChange extends PersonalDetails {
  role?: Role;
}

/** @throws Forbidden */
export function assertMayChange(who: Principal, target: Pick<Person, 'userId' | 'role'>, change: UserChange): void {
  const oneself = who.userId === target.userId;
  if (!oneself && !isAdmin(who.role)) throw Forbidden('You can change only yourself.');
  assertMayTouch(who.role, target);
  if (change.role === undefined || change.role === target.role) return;
  if (!isAdmin(who.role)) throw Forbidden('Only an admin can change roles.');
  assertMayGrant(who.role, change.role);
}
