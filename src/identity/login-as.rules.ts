import { Forbidden } from '../platform/http';
import { CannotLoginAs } from './identity.problems';
import type { Person } from './person';
import { type Role, isAdmin } from './policies';
import type { Principal } from './principal';

/** How long a login as somebody else lasts at most. */
export const LOGIN_AS_MS = 60 * 60_000;

/**
 * Whether one role may act as another. Asked again at every request, so that the login ends with what allowed it.
 * @param actor null: they have left the account
 */
export function mayActAs(actor: Role | null, subject: Role): boolean {
  return actor !== null && isAdmin(actor) && (subject !== 'owner' || actor === 'owner');
}

/** @throws Forbidden, CannotLoginAs */
export function assertMayLogInAs(
  { userId: ownId, role }: Pick<Principal, 'userId' | 'role'>,
  subject: Pick<Person, 'userId' | 'role' | 'status'>,
): void {
  if (subject.userId === ownId) throw CannotLoginAs('You are logged in as yourself already.');
  if (!mayActAs(role, subject.role)) throw Forbidden('Only an owner can log in as an owner.');
  if (subject.status !== 'active') throw CannotLoginAs('They have not accepted their invitation yet.');
}
