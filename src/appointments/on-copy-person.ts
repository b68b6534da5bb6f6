import { Injectable } from '@nestjs/common';
import { CopyPerson, GatherPerson, type PersonalCopy } from '../data-rights';
import { AnswersIntent, Events, type IntentAnswer } from '../platform/events';
import { AppointmentReader } from './appointment.reader';
import { BookerTraceStore } from './booker-traces.store';
import { PresentAppointment } from './present-appointment';

@AnswersIntent(GatherPerson)
@Injectable()
export class GatherBooked implements IntentAnswer<PersonalCopy> {
  constructor(private readonly store: BookerTraceStore) {}

  async answer({ subject: { accountId, kind, id }, appointmentIds, addresses }: PersonalCopy): Promise<void> {
    if (kind !== 'contact') return;
    for (const { id: appointmentId, booker } of await this.store.bookers(accountId, id)) {
      appointmentIds.add(appointmentId);
      if (booker) addresses.add(booker.email.toLowerCase());
    }
  }
}

/** What a contact booked, with its answers, links and history; what a user hosts. */
@AnswersIntent(CopyPerson)
@Injectable()
export class CopyAppointments implements IntentAnswer<PersonalCopy> {
  constructor(
    private readonly store: BookerTraceStore,
    private readonly reader: AppointmentReader,
    private readonly present: PresentAppointment,
    private readonly events: Events,
  ) {}

  async answer(copy: PersonalCopy): Promise<void> {
    const { accountId, kind, id } = copy.subject;
    if (kind === 'user') {
      copy.add('hostedAppointments', await this.store.hostedBy(accountId, id));
      return;
    }
    const rows = await this.store.bookedBy(accountId, id);
    const appointments = [];
    for (const view of await this.reader.views(accountId, rows)) {
      const { booker, locale, ownLink } = view.appointment;
      const history = await this.events.history(accountId, view.appointment.id);
      appointments.push({ ...this.present.forStaff(view), booker, locale, ownLink, history: history.map(told) });
    }
    copy.add('appointments', appointments);
  }
}

const told = ({ at, name, payload }: { at: Date; name: string; payload: object }) => ({
  at,
  type: name,
  detail: payload,
});
