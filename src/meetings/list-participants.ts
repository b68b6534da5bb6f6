import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LinkNeeds, OwnLinks, type Participant } from '../appointments';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import type { ZoomSession } from '../zoom';
import { EnrolmentStores } from './enrolment-stores';
import type { MeetingRow } from './meeting.entity';
import type { RegistrantRow } from './registrant.entity';
import { ownLinkOf } from './enrolment.rules';
import { namesOf } from './registrant.rules';

/** Makes who shall be enrolled in a meeting agree with who sits in its slots. Nothing is asked of Zoom here. */
@Injectable()
export class ListParticipants {
  constructor(
    private readonly db: Database,
    private readonly needs: LinkNeeds,
    private readonly own: OwnLinks,
    private readonly stores: EnrolmentStores,
    private readonly clock: Clock,
  ) {}

  /** @throws LeaseLost */
  run(session: ZoomSession, of: MeetingRow): Promise<void> {
    return this.db.transaction(async () => {
      await session.hold();
      const need = await this.needs.lockOwner(of.accountId, of);
      const meeting = await this.stores.meetings.lock(of.accountId, of.id);
      await this.stores.meetings.save(Object.assign(meeting, { enrolDue: false }));
      if (!need || meeting.zoomMeetingId === null) return;
      const rows = new Map((await this.stores.registrants.lockOf(of.accountId, of.id)).map((row) => [row.email, row]));
      const participants = await this.own.participants(need);
      for (const participant of participants) {
        const row = rows.get(participant.email) ?? (await this.add(meeting, participant));
        rows.set(participant.email, row);
        if (row.wanted === 'absent')
          await this.stores.registrants.save(Object.assign(row, { ...AT_ONCE, wanted: 'present' }));
        const link = ownLinkOf(row, meeting.zoomMeetingId, participant.slot.startsAt);
        if (link) await this.own.settle(participant, link);
      }
      const expected = new Set(participants.map(({ email }) => email));
      for (const row of rows.values()) {
        if (expected.has(row.email) || row.wanted === 'absent') continue;
        await this.stores.registrants.save(Object.assign(row, { ...AT_ONCE, wanted: 'absent' }));
      }
    });
  }

  private async add({ accountId, id: meetingId }: MeetingRow, { email, name }: Participant): Promise<RegistrantRow> {
    const row: RegistrantRow = {
      ...{ id: randomUUID(), accountId, meetingId, email, ...namesOf(name) },
      ...AT_ONCE,
      ...{ wanted: 'present', known: 'none', registrantId: null, joinUrl: null, owes: null, attempts: 0 },
      createdAt: this.clock.now(),
    };
    await this.stores.registrants.insert(row);
    return row;
  }
}

const AT_ONCE = { retryAt: null, failure: null } as const;
