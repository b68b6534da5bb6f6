export { LOCATION_KINDS, type LocationKind, type MeetingLocation } from './meeting-location';
export { Requires, isAdmin, type Policy, type Role } from './policies';
export { Who, type Principal } from './principal';
