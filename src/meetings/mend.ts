import { Injectable } from '@nestjs/common';
import { type ListedMeeting, ZoomError } from '#libs/zoom-api';
import { Database } from '../platform/database';
import { QuotaDays, QuotaSpent, type ZoomSession } from '../zoom';
import { causeOf } from './ask-zoom';
import type { MeetingRow } from './meeting.entity';
import { MeetingStore } from './meeting.store';
import { PlanStep } from './plan-step';
import type { Findings } from './sweep.rules';
import { TakeStep } from './take-step';

export interface Mended {
  missingRemade: number;
  changedInZoom: number;
  orphansDeleted: number;
}

/** Sets right what a sweep found, with the steps of the reconciler. What cannot be done now is owed, as ever. */
@Injectable()
export class Mend {
  constructor(
    private readonly db: Database,
    private readonly store: MeetingStore,
    private readonly days: QuotaDays,
    private readonly planning: PlanStep,
    private readonly steps: TakeStep,
  ) {}

  /** @throws LeaseLost */
  async run(session: ZoomSession, { missing, changed, orphans, twins }: Findings): Promise<Mended> {
    const mended: Mended = { missingRemade: 0, changedInZoom: changed.length, orphansDeleted: 0 };
    for (const row of [...missing, ...changed]) {
      if (await this.lookAgain(session, row)) mended.missingRemade += 1;
    }
    for (const { row, listed } of orphans) if (await this.delete(session, row, listed)) mended.orphansDeleted += 1;
    for (const { row, listed } of twins) if (await this.deleteTwin(session, row, listed)) mended.orphansDeleted += 1;
    return mended;
  }

  /** @returns whether another meeting is made in its place */
  private async lookAgain(session: ZoomSession, row: MeetingRow): Promise<boolean> {
    const touched = await this.change(session, row, ({ wanted, known, touches }) =>
      wanted === 'present' && known === 'present' ? { touches: touches + 1, retryAt: null } : null,
    );
    return touched !== null && (await this.steps.run(session, { meeting: touched, keep: 0 }))?.remake === true;
  }

  private async delete(session: ZoomSession, row: MeetingRow, listed: ListedMeeting): Promise<boolean> {
    const found = await this.change(session, row, ({ wanted, known }) =>
      wanted === 'absent' && known === 'absent' ? { known: 'present', zoomMeetingId: listed.id, retryAt: null } : null,
    );
    const keep = found && (await this.keepFor(session, found));
    if (found === null || keep === null) return false;
    return (await this.steps.run(session, { meeting: found, keep }))?.change.known === 'absent';
  }

  /** A second meeting of one attempt has no row of its own: what fails is found again by the next sweep. */
  private async deleteTwin(session: ZoomSession, row: MeetingRow, { id }: ListedMeeting): Promise<boolean> {
    const keep = await this.keepFor(session, row);
    if (keep === null) return false;
    try {
      await session.deleteMeeting(id, causeOf(row, keep));
      return true;
    } catch (error) {
      if (error instanceof QuotaSpent || error instanceof ZoomError) return false;
      throw error;
    }
  }

  /** Deletions are housekeeping, also these. @returns how many units of the day one must leave; null: it waits */
  private async keepFor(session: ZoomSession, row: MeetingRow): Promise<number | null> {
    return this.planning.run(session, row, 'delete', await this.days.day(session));
  }

  /** @returns the row as it stands then; null when it is no longer as the sweep saw it */
  private change(
    session: ZoomSession,
    { accountId, id }: MeetingRow,
    decide: (row: MeetingRow) => Partial<MeetingRow> | null,
  ): Promise<MeetingRow | null> {
    return this.db.transaction(async () => {
      await session.hold();
      const row = await this.store.lock(accountId, id);
      const change = decide(row);
      if (change === null) return null;
      await this.store.save(Object.assign(row, change));
      return row;
    });
  }
}
