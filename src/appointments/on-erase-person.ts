import { Injectable } from '@nestjs/common';
import { ErasePerson, type Erasure, Redactions } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { AppointmentStore } from './appointment.store';
import { BookerTraceStore } from './booker-traces.store';
import { MoveRecords } from './move-records';
import { SlotStore } from './slot.store';

const TEXTS = ['title', 'notes', 'internal_notes', 'cancellation_reason'];

/** What the person booked stays, of nobody: counts and fair shares go on by it. Elsewhere the words that name them go. */
@AnswersIntent(ErasePerson)
@Injectable()
export class EraseFromAppointments implements IntentAnswer<Erasure> {
  constructor(
    private readonly traces: BookerTraceStore,
    private readonly redactions: Redactions,
    private readonly appointments: AppointmentStore,
    private readonly slots: SlotStore,
    private readonly records: MoveRecords,
  ) {}

  async answer(erasure: Erasure): Promise<void> {
    const { accountId, kind, id } = erasure.subject;
    if (kind === 'contact') {
      erasure.count('slots', await this.traces.unname(accountId, id));
      erasure.count('appointments', await this.traces.makeAnonymous(accountId, id));
    }
    const places = ['topic'];
    await this.redactions.run(erasure, {
      table: 'slots',
      key: ['id'],
      texts: places,
      json: ['location', 'fallback_location'],
    });
    const json = ['booker', 'guests', 'answers', 'source', 'location'];
    const renamed = await this.redactions.run(erasure, { table: 'appointments', key: ['id'], texts: TEXTS, json });
    for (const row of renamed) await this.tell(accountId, row.id as string);
  }

  /** Zoom and guests know them by their old names. */
  private async tell(accountId: string, id: string): Promise<void> {
    const appointment = await this.appointments.find(accountId, id);
    const slot = appointment && (await this.slots.find(accountId, appointment.slotId));
    if (appointment && slot) await this.records.changed(appointment, slot, { title: '[erased]' });
  }
}
