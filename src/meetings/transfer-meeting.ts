import { Injectable } from '@nestjs/common';
import { ZoomConnections, type ZoomSession } from '../zoom';
import { answerTo, causeOf } from './ask-zoom';
import type { BegunStep } from './begin-step';
import type { MeetingRow } from './meeting.entity';
import { durationMinutes } from './meeting.rules';
import { MeetingStore } from './meeting.store';
import type { Answer, Outcome } from './outcome.rules';
import { agendaWith } from './references';
import { TransferRights } from './transfer-rights';
import { resultOf } from './transfer.rules';
import { WriteTransfer, type ZoomPerson } from './write-transfer';

/** Asks Zoom, as the host who gives the meeting away, to make it the next host's: with its id, passcode and links. */
@Injectable()
export class TransferMeeting {
  constructor(
    private readonly store: MeetingStore,
    private readonly connections: ZoomConnections,
    private readonly rights: TransferRights,
    private readonly writing: WriteTransfer,
  ) {}

  /** @returns null when nobody waits for it any more. @throws LeaseLost */
  async run(session: ZoomSession, { meeting: { accountId, id, handTo } }: BegunStep): Promise<Outcome | null> {
    const { hostUserId } = await this.store.get(accountId, handTo ?? '');
    const connection = await this.connections.connectionOf(hostUserId);
    const to = connection?.state === 'connected' ? connection : null;
    const begun = await this.writing.begin(session, { accountId, id }, to);
    if (begun === null || to === null) return null;
    const answer = await answerTo(() => this.ask(session, begun, to));
    // Kept even if what follows is not: each try costs a unit.
    if (resultOf(answer) === 'refused') await this.rights.refused(session.zoomUserId, to.zoomUserId);
    return this.writing.end(session, { ...begun, to }, answer);
  }

  private async ask(
    session: ZoomSession,
    { meeting: { zoomMeetingId, sentStartsAt }, taker }: { meeting: MeetingRow; taker: MeetingRow },
    to: ZoomPerson,
  ): Promise<Answer> {
    const change = {
      scheduleFor: to.zoomUserId,
      topic: taker.topic,
      agenda: agendaWith(taker.reference),
      durationMinutes: durationMinutes(taker),
    };
    await session.transferMeeting(zoomMeetingId ?? '', change, causeOf(taker, 0), to);
    const sent = { sentTopic: taker.topic, sentStartsAt, sentDurationMinutes: durationMinutes(taker) };
    return { is: 'changed', sent };
  }
}
