import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type LinkNeed, LinkNeeds } from '../appointments';
import { Clock } from '../platform/clock';
import { HostJobs } from './host-jobs';
import { MeetingRow } from './meeting.entity';
import { MeetingStore } from './meeting.store';
import { isToCome } from './outcome.rules';
import { newPasscode } from './passcode';
import { References } from './references';

/** The meetings an owner has one after the other. In transactions that have locked its slots; the host's work follows. */
@Injectable()
export class Generations {
  constructor(
    private readonly store: MeetingStore,
    private readonly references: References,
    private readonly needs: LinkNeeds,
    private readonly jobs: HostJobs,
    private readonly clock: Clock,
  ) {}

  async begin(need: LinkNeed, hostUserId: string, carried: Partial<MeetingRow> = {}): Promise<string> {
    const generation = (await this.store.generations(need.accountId, need)) + 1;
    const row = await this.born(need, hostUserId, { ...carried, generation });
    await this.store.insertAll([row]);
    await this.jobs.now(hostUserId);
    return row.id;
  }

  /** The first ones of owners that nobody had heard of: the act itself asks, and somebody waits for the links. */
  async beginFirst(needs: (LinkNeed & { hostUserId: string })[]): Promise<void> {
    const rows: MeetingRow[] = [];
    for (const need of needs) rows.push(await this.born(need, need.hostUserId, { generation: 1 }));
    await this.store.insertAll(rows);
    await this.jobs.unlessDone([...new Set(rows.map(({ hostUserId }) => hostUserId))]);
  }

  async change(meeting: MeetingRow, change: Partial<MeetingRow>): Promise<void> {
    await this.store.save(Object.assign(meeting, change));
    await this.jobs.now(meeting.hostUserId);
  }

  /** Gives a meeting up, for good. */
  async retire(meeting: MeetingRow): Promise<void> {
    // One that was removed and touched since may be back from Zoom's trash.
    const { known, touches } = meeting;
    const knownNow = known === 'absent' && touches > 0 ? 'unknown' : known;
    await this.change(meeting, { wanted: 'absent', known: knownNow, retryAt: null });
    await this.letReplacedGo(meeting);
  }

  /** The meeting of the host before is deleted at once, unless this one is still to come. */
  async letReplacedGo(meeting: MeetingRow): Promise<void> {
    if (meeting.replaces === null || isToCome(meeting)) return;
    const replaced = await this.store.lock(meeting.accountId, meeting.replaces);
    await this.change(meeting, { replaces: null });
    await this.change(replaced, { retryAt: null });
  }

  /** Another one for a meeting that is gone. The link is dead, so nobody is shown it any longer. */
  async remake(meeting: MeetingRow, need: LinkNeed): Promise<void> {
    const { hostUserId, restores, restoresSince } = meeting;
    await this.retire(meeting);
    if (!need.wanted) return;
    await this.begin(need, hostUserId, { restores, restoresSince });
    await this.needs.settle(need, () => ({ state: 'pending' }));
  }

  private async born(
    need: LinkNeed,
    hostUserId: string,
    known: Partial<MeetingRow> & { generation: number },
  ): Promise<MeetingRow> {
    const { accountId, slotId, seriesId, appointmentIds, topic, startsAt, endsAt } = need;
    const id = randomUUID();
    return {
      ...NEW,
      ...known,
      id,
      ...{ accountId, slotId, seriesId, hostUserId, appointmentIds, topic, startsAt, endsAt },
      reference: await this.references.of(id),
      passcode: newPasscode(),
      createdAt: this.clock.now(),
    };
  }
}

const NEW = {
  wanted: 'present',
  known: 'none',
  zoomUserId: null,
  zoomMeetingId: null,
  lastZoomMeetingId: null,
  joinUrl: null,
  sentTopic: null,
  sentStartsAt: null,
  sentDurationMinutes: null,
  unmanaged: false,
  personal: false,
  enrolDue: false,
  touches: 0,
  accepted: false,
  restores: 0,
  restoresSince: null,
  handTo: null,
  takesFrom: null,
  replaces: null,
  owes: null,
  owedUntil: null,
  owedSince: null,
  changedAt: null,
  parkedAt: null,
  retryAt: null,
  attemptedAt: null,
  attempts: 0,
  failure: null,
} as const satisfies Partial<MeetingRow>;
