import { Injectable } from '@nestjs/common';
import { AppointmentReader, AppointmentView, SlotLinks } from '../appointments';

/** An appointment that stays as it was read. */
@Injectable()
export class CurrentAppointment {
  constructor(
    private readonly reader: AppointmentReader,
    private readonly slots: SlotLinks,
  ) {}

  /**
   * Reads it under the lock of its slot, which everybody takes who moves, changes or cancels an appointment or settles
   * its link. In a transaction. @throws NotFound
   */
  async lock(accountId: string, id: string): Promise<AppointmentView> {
    for (;;) {
      const slotId = await this.reader.slotOf(accountId, id);
      await this.slots.lockAll(accountId, [slotId]);
      const view = await this.reader.one(accountId, id);
      if (view.slot.id === slotId) return view;
    }
  }
}
