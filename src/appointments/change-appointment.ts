import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { Invalid, assertVersion } from '../platform/http';
import { AppointmentRow } from './appointment.entity';
import { AppointmentStatus, LONGEST_MS } from './appointment.rules';
import { ChangeStatus } from './change-status';
import { MoveEnd } from './move-end';
import { MoveRecords } from './move-records';
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
      const fields = assignTexts(appointment, change);
      if (end !== undefined && (await this.moveEnd.run(locked, end))) fields.push('end');
      if (fields.includes('title')) await this.moveEnd.retitle(locked);
      if (fields.length > 0) await this.records.changed(appointment, slot, fields);
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

/** @returns the names of those that differ */
function assignTexts(appointment: AppointmentRow, change: AppointmentChange): string[] {
  return (['title', 'notes', 'internalNotes'] as const).filter((field) => {
    const value = change[field];
    if (value === undefined || value === appointment[field]) return false;
    Object.assign(appointment, { [field]: value });
    return true;
  });
}
