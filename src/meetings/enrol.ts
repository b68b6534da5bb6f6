import { Injectable } from '@nestjs/common';
import { type Registrant, ZoomError } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import type { ZoomSession } from '../zoom';
import { EnrolmentStores } from './enrolment-stores';
import { ListParticipants } from './list-participants';
import type { Outcome } from './outcome.rules';
import type { RegistrantRow } from './registrant.entity';
import type { EnrolmentAnswer } from './enrolment.rules';
import type { EnrolmentStep } from './registrant.rules';
import { WriteEnrolment } from './write-enrolment';

/** Gives participants links of their own, and takes them back, one request at a time. None costs a unit of the day. */
@Injectable()
export class Enrol {
  constructor(
    private readonly db: Database,
    private readonly stores: EnrolmentStores,
    private readonly participants: ListParticipants,
    private readonly outcomes: WriteEnrolment,
    private readonly clock: Clock,
  ) {}

  /** Whose turn it is, after everybody who came or left was noted. @returns null when it is nobody's. @throws LeaseLost */
  async next(session: ZoomSession): Promise<RegistrantRow | null> {
    const now = this.clock.now();
    for (;;) {
      const meeting = await this.stores.registrants.meetingDue(session, now);
      if (!meeting) break;
      await this.participants.run(session, meeting);
    }
    return this.stores.registrants.mostUrgent(session, now);
  }

  /** @throws LeaseLost */
  async take(session: ZoomSession, chosen: RegistrantRow): Promise<Pick<Outcome, 'pause'>> {
    const begun = await this.begin(session, chosen);
    if (begun === null) return {};
    if (begun.step === 'find') return this.find(session, begun);
    return this.outcomes.run(session, begun.row, begun.step, await answerTo(() => ask(session, begun)));
  }

  /** With one list for all that are looked for in the meeting, since it costs the same. */
  private async find(session: ZoomSession, { row, others, zoomMeetingId }: Begun): Promise<Pick<Outcome, 'pause'>> {
    let list: Registrant[] | undefined;
    const answerFor = ({ email }: RegistrantRow, registrants: Registrant[]): EnrolmentAnswer => {
      const registrant = registrants.find((each) => each.email === email);
      return registrant ? { is: 'enrolled', registrant } : { is: 'not-enrolled' };
    };
    const first = await answerTo(async () => {
      list = await session.listRegistrants(zoomMeetingId);
      return answerFor(row, list);
    });
    const outcome = await this.outcomes.run(session, row, 'find', first);
    for (const other of list ? others : []) {
      await this.outcomes.run(session, other, 'find', answerFor(other, list ?? []));
    }
    return outcome;
  }

  /** An enrolment is written down before it is asked for: whoever comes after a crash looks for it first. */
  private begin(session: ZoomSession, chosen: RegistrantRow): Promise<Begun | null> {
    return this.db.transaction(async () => {
      await session.hold();
      const { accountId, meetingId, email } = chosen;
      const meeting = await this.stores.meetings.lock(accountId, meetingId);
      const rows = await this.stores.registrants.lockOf(accountId, meetingId);
      const row = rows.find((each) => each.email === email);
      const step = row?.owes ?? null;
      if (!row || step === null || meeting.wanted === 'absent' || meeting.zoomMeetingId === null) return null;
      if (step === 'enrol') await this.stores.registrants.save(Object.assign(row, { known: 'unknown' }));
      const others = rows.filter((each) => each !== row && each.owes === 'find');
      return { row, step, others, zoomMeetingId: meeting.zoomMeetingId };
    });
  }
}

interface Begun {
  row: RegistrantRow;
  step: EnrolmentStep;
  /** Who is looked for in the same meeting. */
  others: RegistrantRow[];
  zoomMeetingId: string;
}

async function ask(session: ZoomSession, { row, step, zoomMeetingId }: Begun): Promise<EnrolmentAnswer> {
  const { email, firstName, lastName, registrantId } = row;
  if (step === 'remove') {
    await session.removeRegistrant(zoomMeetingId, registrantId ?? '');
    return { is: 'not-enrolled' };
  }
  return { is: 'enrolled', registrant: await session.addRegistrant(zoomMeetingId, { email, firstName, lastName }) };
}

/** What came of a request, failures included. @throws whatever is no word of Zoom's */
async function answerTo(request: () => Promise<EnrolmentAnswer>): Promise<EnrolmentAnswer> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof ZoomError) return { is: 'failed', kind: error.kind, retryAt: error.retryAt };
    throw error;
  }
}
