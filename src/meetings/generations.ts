import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SlotForMeeting } from '../appointments';
import { Clock } from '../platform/clock';
import { HostJobs } from './host-jobs';
import { MeetingRow } from './meeting.entity';
import { MeetingStore } from './meeting.store';
import { newPasscode } from './passcode';
import { References } from './references';

/** The meetings a slot has one after the other. In transactions that have locked the slot; the host's work follows. */
@Injectable()
export class Generations {
  constructor(
    private readonly store: MeetingStore,
    private readonly references: References,
    private readonly jobs: HostJobs,
    private readonly clock: Clock,
  ) {}

  async begin({ slot, appointmentIds }: SlotForMeeting, hostUserId: string): Promise<void> {
    const id = randomUUID();
    await this.store.insert({
      ...NEW,
      id,
      accountId: slot.accountId,
      slotId: slot.id,
      generation: (await this.store.generations(slot.accountId, slot.id)) + 1,
      hostUserId,
      appointmentIds,
      topic: slot.topic,
      startsAt: slot.startsAt,
      endsAt: slot.endsAt,
      reference: await this.references.of(id),
      passcode: newPasscode(),
      createdAt: this.clock.now(),
    });
    await this.jobs.now(hostUserId);
  }

  async change(meeting: MeetingRow, change: Partial<MeetingRow>): Promise<void> {
    await this.store.save(Object.assign(meeting, change));
    await this.jobs.now(meeting.hostUserId);
  }

  /** Gives a meeting up, for good. */
  retire(meeting: MeetingRow): Promise<void> {
    return this.change(meeting, { wanted: 'absent', retryAt: null });
  }
}

const NEW = {
  wanted: 'present',
  known: 'none',
  zoomUserId: null,
  zoomMeetingId: null,
  joinUrl: null,
  sentTopic: null,
  sentStartsAt: null,
  sentDurationMinutes: null,
  unmanaged: false,
  owes: null,
  owedUntil: null,
  retryAt: null,
  attemptedAt: null,
  attempts: 0,
  failure: null,
} as const satisfies Partial<MeetingRow>;
