import { Injectable } from '@nestjs/common';
import { parseInstant } from '#libs/time';
import {
  CancelAppointment,
  GuestLinks,
  LinkWait,
  PresentAppointment,
  PublicAppointmentJson,
  RescheduleAppointment,
} from '../appointments';
import { ImprovingAnswer, type Plain } from '../platform/http';
import type { GuestCancelInput, GuestRescheduleInput } from './guests.dto';

/** What a guest may do with the appointment their link names, and with no other. */
@Injectable()
export class GuestChanges {
  constructor(
    private readonly links: GuestLinks,
    private readonly rescheduling: RescheduleAppointment,
    private readonly cancelling: CancelAppointment,
    private readonly wait: LinkWait,
    private readonly present: PresentAppointment,
  ) {}

  /** @throws NotFound, and whatever the move is refused with */
  async reschedule(
    token: string,
    { start, timezone, holdToken }: Plain<GuestRescheduleInput>,
    expectedVersion: number | null = null,
  ): Promise<ImprovingAnswer<PublicAppointmentJson>> {
    const { accountId, id } = await this.links.appointmentOf(token, 'manage');
    const to = { start: parseInstant(start) ?? Number.NaN, timezone, holdToken, expectedVersion };
    const row = await this.rescheduling.run({ accountId, id, by: 'guest', ...to });
    return this.wait.answer(row, (view) => this.present.forGuest(view));
  }

  /** @throws NotFound, and whatever the cancellation is refused with */
  async cancel(
    token: string,
    { reason }: Plain<GuestCancelInput>,
    expectedVersion: number | null = null,
  ): Promise<ImprovingAnswer<PublicAppointmentJson>> {
    const { accountId, id } = await this.links.appointmentOf(token, 'manage');
    const row = await this.cancelling.run({ accountId, id, by: 'guest', reason, expectedVersion });
    return this.wait.answer(row, (view) => this.present.forGuest(view));
  }
}
