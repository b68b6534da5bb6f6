import { Injectable } from '@nestjs/common';
import { MeetingStore } from './meeting.store';
import { RegistrantStore } from './registrant.store';

/** Meetings, and who is enrolled in them. */
@Injectable()
export class EnrolmentStores {
  constructor(
    readonly meetings: MeetingStore,
    readonly registrants: RegistrantStore,
  ) {}
}
