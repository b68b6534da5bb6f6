import { Injectable } from '@nestjs/common';
import { LeaseLost, type NoSession, ZoomSessions } from '../zoom';
import { HostAgenda } from './host-agenda';
import { HostWork } from './host-work';
import { NoteParking } from './note-parking';
import { TakeBackHost } from './take-back-host';

/** `due`: when there is work again, null: none is left. */
export type Turn = NoSession | { state: 'worked'; due: Date | null };

/** Works for one host, alone, until nothing is due or Zoom wants us to wait. */
@Injectable()
export class HostTurn {
  constructor(
    private readonly sessions: ZoomSessions,
    private readonly agenda: HostAgenda,
    private readonly takeBack: TakeBackHost,
    private readonly work: HostWork,
    private readonly parking: NoteParking,
  ) {}

  async run(hostUserId: string): Promise<Turn> {
    const opened = await this.sessions.open(hostUserId);
    if (opened.state !== 'open') return opened;
    const { session } = opened;
    try {
      await this.takeBack.run(session);
      await this.work.run(session);
      await this.parking.run(session);
    } catch (error) {
      // Another has taken over, and does what is left.
      if (!(error instanceof LeaseLost)) throw error;
    } finally {
      await session.release();
    }
    // Only now: whoever found the lease taken meanwhile relies on this look.
    return { state: 'worked', due: await this.agenda.nextDue(session) };
  }
}
