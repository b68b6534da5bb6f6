import { SetMetadata } from '@nestjs/common';

export const ROLES = ['owner', 'admin', 'member'] as const;
export type Role = (typeof ROLES)[number];

const ADMINS: readonly Role[] = ['owner', 'admin'];
const EVERYBODY: readonly Role[] = ROLES;

export interface PolicyRule {
  /** What it allows. */
  about: string;
  /** Whose role allows it. One with EVERYBODY may still narrow to one's own things inside the act. */
  roles: readonly Role[];
  /** Whether an API key may be given it as a scope. */
  byKey: boolean;
  /** Whether it stays open under Login As User. */
  actingAs: boolean;
}

/** Open to sessions and to keys, also while acting as somebody else. */
const open = (roles: readonly Role[], about: string): PolicyRule => ({ about, roles, byKey: true, actingAs: true });

/** For people themselves: no key has it, and nobody in somebody else's name. */
const inPerson = (roles: readonly Role[], about: string): PolicyRule => ({
  ...{ about, roles },
  byKey: false,
  actingAs: false,
});

/** Who may do what, whole. Printed as docs/policies.md. */
export const POLICIES = {
  'self.read': open(EVERYBODY, 'read who one is and what one was told'),
  'self.write': open(EVERYBODY, 'change one’s own details, mark what one was told as read'),
  'self.log-out': { ...inPerson(EVERYBODY, 'end the session one came with'), actingAs: true },
  'self.credentials': inPerson(EVERYBODY, 'change what one logs in with; see and end one’s sessions'),
  'self.export': inPerson(EVERYBODY, 'take away everything that is stored about oneself'),
  'self.feed': inPerson(EVERYBODY, 'see and renew the secret address of one’s feed'),
  'zoom.meetings': { ...open(EVERYBODY, 'list one’s upcoming Zoom meetings, whoever made them'), actingAs: false },
  'users.read': open(EVERYBODY, 'read the team'),
  'users.manage': open(ADMINS, 'add, change, remove and restore members'),
  'users.roles': inPerson(ADMINS, 'give roles above member, and change roles'),
  'users.login-as': inPerson(ADMINS, 'log in as a user, see and end such logins'),
  'users.erase': inPerson(ADMINS, 'erase a person'),
  'keys.read': { ...open(EVERYBODY, 'list one’s API keys; admins: everybody’s'), byKey: false },
  'keys.manage': inPerson(EVERYBODY, 'make and revoke one’s API keys; admins: revoke everybody’s'),
  'audit.read': open(ADMINS, 'read and export the audit log'),
  'zoom.connect': open(EVERYBODY, 'connect and disconnect one’s Zoom account, sweep it'),
  'zoom.manage': open(ADMINS, 'see, ask for, sweep and release the Zoom accounts of others'),
  'calendars.read': open(EVERYBODY, 'read calendars and their free slots'),
  'calendars.manage': open(ADMINS, 'make, change, check and delete calendars'),
  'schedules.read': open(EVERYBODY, 'read schedules'),
  'schedules.write': open(EVERYBODY, 'change one’s schedules; admins: everybody’s'),
  'busy-times.read': open(EVERYBODY, 'read one’s time off and busy feeds; admins: everybody’s'),
  'busy-times.write': open(EVERYBODY, 'change one’s time off and busy feeds; admins: everybody’s'),
  'contacts.read': open(EVERYBODY, 'read contacts'),
  'contacts.write': open(EVERYBODY, 'make, change, merge and delete contacts'),
  'erasures.read': open(ADMINS, 'read the receipts of erasures'),
  'contacts.erase': inPerson(ADMINS, 'erase a contact'),
  'contacts.export': open(ADMINS, 'take away everything that is stored about a contact'),
  'appointments.read': open(EVERYBODY, 'read the appointments one hosts; admins: all'),
  'appointments.write': open(EVERYBODY, 'book, move and cancel appointments one hosts; admins: all'),
  'messages.read': open(ADMINS, 'read every message that was sent'),
} as const satisfies Record<string, PolicyRule>;

export type Policy = keyof typeof POLICIES;

/** The policies an API key may be given. */
export const SCOPES = (Object.keys(POLICIES) as Policy[]).filter((policy) => POLICIES[policy].byKey);
export type Scope = (typeof SCOPES)[number];

export const REQUIRED_POLICY = 'slotlink:required-policy';

/** What a route needs. Boot refuses a route that declares nothing and isn't public. */
export const Requires = (policy: Policy) => SetMetadata(REQUIRED_POLICY, policy);

export function isAdmin(role: Role): boolean {
  return ADMINS.includes(role);
}
