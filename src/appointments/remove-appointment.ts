import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { assertVersion } from '../platform/http';
import { isSeated } from './appointment.rules';
import { ChangedMeanwhile } from './appointments.problems';
import { CancelAppointment } from './cancel-appointment';
import { MoveRecords } from './move-records';
import { SeatedAppointment } from './seated-appointment';

/** Cancels an appointment that still stands, and hides it from then on. */
@Injectable()
export class RemoveAppointment {
  constructor(
    private readonly db: Database,
    private readonly seated: SeatedAppointment,
    private readonly cancel: CancelAppointment,
    private readonly records: MoveRecords,
  ) {}

  /** @throws NotFound, StaleVersion, ChangedMeanwhile */
  run(accountId: string, id: string, expectedVersion: number | null): Promise<void> {
    return this.db.transaction(async () => {
      const { appointment } = await this.seated.read(accountId, id);
      const seated = isSeated(appointment.status);
      if (seated) await this.cancel.run({ accountId, id, by: 'staff', expectedVersion });
      const row = (await this.seated.lock(accountId, id)).appointment;
      if (!seated) assertVersion(row.version, expectedVersion);
      // Hidden, it would keep its seat, and nobody could see why.
      if (isSeated(row.status)) throw ChangedMeanwhile('Somebody else revived it; look again.');
      await this.records.hidden(row);
    });
  }
}
