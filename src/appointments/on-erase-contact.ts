import { Injectable } from '@nestjs/common';
import { type ContactErasure, EraseContactIntent } from '../contacts';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { FutureAppointments } from './future-appointments';

/** Nobody is erased who is still expected, unless their appointments are cancelled with it. */
@AnswersIntent(EraseContactIntent)
@Injectable()
export class OnEraseContact implements IntentAnswer<ContactErasure> {
  constructor(private readonly future: FutureAppointments) {}

  async answer({ accountId, contactId, future }: ContactErasure): Promise<void> {
    await this.future.settle({ accountId, contactId, because: 'The guest was erased.' }, future ?? null);
  }
}
