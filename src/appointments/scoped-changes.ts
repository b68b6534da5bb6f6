import { Injectable } from '@nestjs/common';
import { type Principal, isAdmin } from '../identity';
import { Invalid } from '../platform/http';
import type { CancelInput, RescheduleInput } from './appointments.dto';
import { CancelSeries } from './cancel-series';
import { startOf } from './fields';
import { RescheduleSeries } from './reschedule-series';
import { StaffAnswers } from './staff-answers';
import { StaffChanges } from './staff-changes';
import { StaffSeries } from './staff-series';

/** What staff do to an appointment alone, or to others of its series with it: to those they may see. */
@Injectable()
export class ScopedChanges {
  constructor(
    private readonly answers: StaffAnswers,
    private readonly alone: StaffChanges,
    private readonly rescheduling: RescheduleSeries,
    private readonly cancelling: CancelSeries,
    private readonly series: StaffSeries,
  ) {}

  async reschedule(who: Principal, id: string, input: RescheduleInput, expectedVersion: number | null) {
    const { scope = 'this', start, hostUserId, timezone, onConflict } = input;
    if (scope === 'this') {
      if (onConflict !== undefined) throw onlyTogether();
      return this.alone.reschedule(who, id, input, expectedVersion);
    }
    await this.answers.assertVisible(who, id);
    const move = { ...scopeOf(who), id, scope, start: startOf(start), hostUserId, timezone, onConflict };
    return this.series.of(id, await this.rescheduling.run({ ...move, expectedVersion }));
  }

  async cancel(who: Principal, id: string, input: CancelInput, expectedVersion: number | null) {
    const { scope = 'this', reason } = input;
    if (scope === 'this') return this.alone.cancel(who, id, input, expectedVersion);
    await this.answers.assertVisible(who, id);
    const changed = await this.cancelling.run({ ...scopeOf(who), id, scope, reason, expectedVersion });
    return this.series.of(id, changed);
  }
}

function scopeOf({ accountId, role, userId }: Principal) {
  return { accountId, hostedBy: isAdmin(role) ? undefined : userId };
}

function onlyTogether() {
  const detail = 'has no meaning for one appointment alone: give scope following or all';
  return Invalid(`onConflict: ${detail}`, { errors: [{ pointer: '/onConflict', detail }] });
}
