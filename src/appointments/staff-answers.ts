import { Injectable } from '@nestjs/common';
import type { Principal } from '../identity';
import { ImprovingAnswer } from '../platform/http';
import { AppointmentRow } from './appointment.entity';
import { AppointmentView } from './appointment.reader';
import type { Booked } from './book-appointment';
import { LinkWait } from './link-wait';
import { AppointmentJson, PresentAppointment } from './present-appointment';
import { StaffAppointments } from './staff-appointments';

/** What staff get back for what they change. */
@Injectable()
export class StaffAnswers {
  constructor(
    private readonly appointments: StaffAppointments,
    private readonly wait: LinkWait,
    private readonly present: PresentAppointment,
  ) {}

  /** @throws NotFound */
  assertVisible(who: Principal, id: string): Promise<AppointmentView> {
    return this.appointments.visible(who, id);
  }

  of(row: AppointmentRow, booked?: Omit<Booked, 'row'>): Promise<ImprovingAnswer<AppointmentJson>> {
    return this.wait.answer(row, (view) => this.present.forStaff(view), booked);
  }
}
