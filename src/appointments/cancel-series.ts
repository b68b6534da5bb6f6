import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { assertVersion } from '../platform/http';
import { TransitionNotAllowed } from './appointments.problems';
import { Closing } from './closing';
import { type ChangedSeries, SeriesRecords } from './series-records';
import { type ScopeAsk, SeriesScope, occupiedBy } from './series-scope';
import { SlotStore } from './slot.store';

export interface SeriesCancellation extends ScopeAsk {
  reason?: string;
  /** Of the appointment it is asked of. */
  expectedVersion: number | null;
}

/** Cancels what lies ahead of a series, or of its rest, in one transaction. What follows from it: docs/events.md. */
@Injectable()
export class CancelSeries {
  constructor(
    private readonly db: Database,
    private readonly scope: SeriesScope,
    private readonly slots: SlotStore,
    private readonly closing: Closing,
    private readonly records: SeriesRecords,
  ) {}

  /** @throws NotFound, Invalid, StaleVersion, TransitionNotAllowed when nothing lies ahead */
  run(cancellation: SeriesCancellation): Promise<ChangedSeries> {
    return this.db.transaction(async () => {
      const before = await this.scope.read(cancellation);
      await this.slots.lockHosts(occupiedBy(before));
      const { asked, seriesId, concerned } = await this.scope.lockRows(cancellation, before);
      assertVersion(asked.appointment.version, cancellation.expectedVersion);
      if (concerned.length === 0) throw TransitionNotAllowed('Nothing of the series lies ahead.');
      for (const locked of concerned) {
        const before = { ...locked.appointment };
        await this.closing.close(locked, { by: 'staff', reason: cancellation.reason });
        await this.records.vacated(locked, before);
      }
      const rows = concerned.map(({ appointment }) => appointment);
      return this.records.cancelled(cancellation.accountId, seriesId, rows);
    });
  }
}
