import { Injectable } from '@nestjs/common';
import { parseInstant } from '#libs/time';
import type { Principal } from '../identity';
import type { CancelInput, ChangeInput, ReassignInput, RescheduleInput } from './appointments.dto';
import { NotReassignable } from './appointments.problems';
import { CancelAppointment } from './cancel-appointment';
import { ChangeAppointment } from './change-appointment';
import { startOf } from './fields';
import { RemoveAppointment } from './remove-appointment';
import { RescheduleAppointment } from './reschedule-appointment';
import { StaffAnswers } from './staff-answers';

/** What staff do to an appointment they may see. */
@Injectable()
export class StaffChanges {
  constructor(
    private readonly answers: StaffAnswers,
    private readonly changing: ChangeAppointment,
    private readonly rescheduling: RescheduleAppointment,
    private readonly cancelling: CancelAppointment,
    private readonly removing: RemoveAppointment,
  ) {}

  async change(who: Principal, id: string, { end, ...input }: ChangeInput, expectedVersion: number | null) {
    await this.answers.assertVisible(who, id);
    const until = end === undefined ? undefined : (parseInstant(end) ?? undefined);
    const { accountId } = who;
    return this.answers.of(await this.changing.run({ ...input, accountId, id, end: until, expectedVersion }));
  }

  async reschedule(who: Principal, id: string, input: RescheduleInput, expectedVersion: number | null) {
    await this.answers.assertVisible(who, id);
    const { start, hostUserId, timezone } = input;
    const move = { accountId: who.accountId, id, by: 'staff' as const, hostUserId, timezone, expectedVersion };
    return this.answers.of(await this.rescheduling.run({ ...move, start: startOf(start) }));
  }

  /** @throws NotReassignable for a collective, whose hosts all belong to it */
  async reassign(who: Principal, id: string, { hostUserId }: ReassignInput, expectedVersion: number | null) {
    const { slot, calendar } = await this.answers.assertVisible(who, id);
    if (calendar.type !== 'round_robin') throw NotReassignable('Only a round robin has other hosts to choose from.');
    const start = slot.startsAt.getTime();
    const move = { accountId: who.accountId, id, by: 'staff' as const, hostUserId, start, expectedVersion };
    return this.answers.of(await this.rescheduling.run(move));
  }

  async cancel(who: Principal, id: string, { reason }: CancelInput, expectedVersion: number | null) {
    await this.answers.assertVisible(who, id);
    const { accountId } = who;
    return this.answers.of(await this.cancelling.run({ accountId, id, by: 'staff', reason, expectedVersion }));
  }

  async remove(who: Principal, id: string, expectedVersion: number | null): Promise<void> {
    await this.answers.assertVisible(who, id);
    await this.removing.run(who.accountId, id, expectedVersion);
  }
}
