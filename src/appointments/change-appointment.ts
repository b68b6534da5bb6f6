import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { Invalid, assertVersion } from '../platform/http';
import { AppointmentRow } from './appointment.entity';
import { AppointmentStatus, LONGEST_MS } from './appointment.rules';
import { ChangeStatus } from './change-status';
import { MoveEnd } from './move-end';
import { type ChangeableFields, MoveRecords } from './move-records';
import { SeatedAppointment } from './seated-appointment';

export interface AppointmentChange {
  accountId: string;
  id: string;
  title?: string;
  /** Null clears. */
  notes?: string | null;
  internalNotes?: string | null;
  status?: AppointmentStatus;
  /** Epoch milliseconds; the start stays. */
  end?: number;
  expectedVersion: number | null;
}

/** Changes an appointment where it stands: same start, same slot, same link. */
@Injectable()
export class ChangeAppointment {
  constructor(
    private readonly db: Database,
    private readonly seated: SeatedAppointment,
    private readonly moveEnd: MoveEnd,
    private readonly status: ChangeStatus,
    private readonly records: MoveRecords,
  ) {}

  run(change: AppointmentChange): Promise<AppointmentRow> {
    return this.db.transaction(async () => {
      const { accountId, id, end, status } = change;
      assertVersion((await this.seated.read(accountId, id)).appointment.version, change.expectedVersion);
      const revived = await this.status.reviveFirst(accountId, id, status);
      const locked = await this.seated.lock(accountId, id);
      const { appointment, slot } = locked;
      // Again under the lock; reviving it has counted the version up.
      if (!revived) assertVersion(appointment.version, change.expectedVersion);
      if (end !== undefined) assertEnd(slot.startsAt.getTime(), end);
      const before = assignTexts(appointment, change);
      const { endsAt } = slot;
      if (end !== undefined && (await this.moveEnd.run(locked, end))) before.end = endsAt;
      if ('title' in before) await this.moveEnd.retitle(locked);
      if (Object.keys(before).length > 0) await this.records.changed(appointment, slot, before);
      if (status !== undefined && status !== appointment.status) await this.status.run(locked, status);
      return appointment;
    });
  }
}

/** @throws Invalid */
function assertEnd(start: number, end: number): void {
  if (end > start && end - start <= LONGEST_MS) return;
  const detail = 'must be after the start, by 24 hours at most';
  throw Invalid(`end: ${detail}`, { errors: [{ pointer: '/end', detail }] });
}

/** @returns those that differ, as they were */
function assignTexts(appointment: AppointmentRow, change: AppointmentChange): ChangeableFields {
  const differing = (['title', 'notes', 'internalNotes'] as const).filter(
    (field) => change[field] !== undefined && change[field] !== appointment[field],
  );
  const before = Object.fromEntries(differing.map((field) => [field, appointment[field]]));
  Object.assign(appointment, Object.fromEntries(differing.map((field) => [field, change[field]])));
  return before;
}
