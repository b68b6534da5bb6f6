import { defineFact, defineIntent } from '../platform/events';
import type { Role } from './policies';

export const AccountOpened = defineFact<{ ownerId: string }>(
  'account.opened',
  'Somebody signed up: an account with its first owner.',
  { ownerId: 'User ID of the owner' },
);

export const UserAdded = defineFact<{ userId: string; role: Role }>(
  'user.added',
  'A user joined the account: by signing up, added by an admin, by accepting an invitation, or restored.',
  { userId: 'Who joined', role: 'owner, admin or member' },
);

export const MembershipEnded = defineFact<{ userId: string; idDied: boolean }>(
  'user.membership-ended',
  'A user was deleted from the account; their sessions and API keys there are over.',
  { userId: 'Who left', idDied: 'Whether it was the last membership, so that the user ID is dead for good' },
);

export const UserRestored = defineFact<{ userId: string; formerUserId: string }>(
  'user.restored',
  'A deleted user came back under a new user ID.',
  { userId: 'The new ID', formerUserId: 'The ID that stays dead' },
);

export const LoginAsStarted = defineFact<{ userId: string; reason: string; expiresAt: string }>(
  'user.login-as-started',
  'An owner or admin, who is the actor of this fact, logged in as a user.',
  { userId: 'As whom', reason: 'Why, in their words', expiresAt: 'When it ends at the latest' },
);

export type FutureAppointments = 'cancel' | 'reassign';

export interface MembershipEnding {
  accountId: string;
  userId: string;
  /** What to do with appointments still to come; absent: refuse when there are any. */
  future?: FutureAppointments;
  /** Whether it is the last membership, after which the user ID is dead. */
  idDies: boolean;
}

/** A user is about to leave an account. Whoever has business with them there refuses or makes room. */
export const EndMembership = defineIntent<MembershipEnding>('identity.end-membership');
