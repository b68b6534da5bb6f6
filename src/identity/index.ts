export { Accounts } from './accounts';
export { IsEmailAddress, IsLine, IsPhone, IsTimezone, MayBeAbsent } from './fields';
export {
  EndMembership,
  MembershipEnded,
  UserAdded,
  UserRestored,
  type FutureAppointments,
  type MembershipEnding,
} from './identity.events';
export { IdentityModule } from './identity.module';
export { LOCATION_KINDS, type LocationKind, type MeetingLocation } from './meeting-location';
export { People } from './people';
export { type Account, type Person } from './person';
export { Requires, isAdmin, type Policy, type Role } from './policies';
export { Who, type Principal } from './principal';
export { UserIncludes, type UserInclude } from './user-includes';
