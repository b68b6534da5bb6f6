import { Forbidden, type Problem } from '../platform/http';
import { NotWhileActingAs } from './identity.problems';
import { POLICIES, type Policy, type PolicyRule } from './policies';
import type { Principal } from './principal';

type Asking = Pick<Principal, 'role' | 'userId' | 'actorId' | 'via'>;

/** Whether the table lets them; acts ask this where what is needed depends on the input. */
export function mayDo(who: Asking, policy: Policy): boolean {
  return refusalOf(who, policy) === null;
}

/** @throws Forbidden, NotWhileActingAs */
export function assertMayDo(who: Asking, policy: Policy): void {
  const refusal = refusalOf(who, policy);
  if (refusal) throw refusal;
}

function refusalOf({ role, userId, actorId, via }: Asking, policy: Policy): Problem | null {
  const { roles, byKey, actingAs }: PolicyRule = POLICIES[policy];
  if (actorId !== userId && !actingAs) {
    return NotWhileActingAs('You are logged in as somebody else; log out of that and do it in your own name.');
  }
  if (!roles.includes(role)) return Forbidden(`The role ${role} does not allow this.`);
  if (via.kind === 'session') return null;
  if (!byKey) return Forbidden('No API key may do this; log in.');
  return via.scopes.includes(policy) ? null : Forbidden(`The API key lacks the scope ${policy}.`);
}
