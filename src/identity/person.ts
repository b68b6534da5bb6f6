import type { MeetingLocation } from './meeting-location';
import type { Role } from './policies';

/** A user in one account: the person, and what the membership says. */
export interface Person {
  userId: string;
  name: string;
  email: string;
  timezone: string;
  phone: string | null;
  role: Role;
  /** Null until one is set. */
  defaultMeetingLocation: MeetingLocation | null;
  status: 'active' | 'invited' | 'deleted';
  /** The user ID a deleted one came back as. */
  restoredAs: string | null;
  /** Of the membership; it also counts changes of the person. */
  version: number;
  /** When they joined the account. */
  createdAt: Date;
}

export interface Account {
  id: string;
  name: string;
  timezone: string;
}
