import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { assertVersion } from '../platform/http';
import { AppointmentRow } from './appointment.entity';
import { CancelledBy } from './appointment.rules';
import { Closing } from './closing';
import { GuestRights } from './guest-rights';
import { SeatRecords } from './seat-records';
import { SeatedAppointment } from './seated-appointment';

export interface Cancellation {
  accountId: string;
  id: string;
  by: CancelledBy;
  reason?: string;
  /** `invalid` frees the seat like `cancelled`, without telling the guest. */
  status?: 'cancelled' | 'invalid';
  expectedVersion?: number | null;
}

/** Takes an appointment out of its slot. What follows from it: docs/events.md. */
@Injectable()
export class CancelAppointment {
  constructor(
    private readonly db: Database,
    private readonly seated: SeatedAppointment,
    private readonly records: SeatRecords,
    private readonly closing: Closing,
    private readonly rights: GuestRights,
  ) {}

  run(cancellation: Cancellation): Promise<AppointmentRow> {
    return this.db.transaction(async () => {
      const { accountId, id, by, expectedVersion = null } = cancellation;
      const locked = await this.seated.lock(accountId, id);
      assertVersion(locked.appointment.version, expectedVersion);
      if (by === 'guest') await this.rights.assertMayCancel(locked);
      const { appointment, slot } = locked;
      const before = { ...appointment };
      await this.closing.close(locked, cancellation);
      await this.records.vacated(accountId, slot.id);
      await this.records.refreshLink(slot.id, appointment, before);
      return appointment;
    });
  }
}
