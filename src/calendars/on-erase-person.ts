import { Injectable } from '@nestjs/common';
import { ErasePerson, type Erasure, Redactions } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';

/** Settings that name somebody: places where one met them, above all. */
@AnswersIntent(ErasePerson)
@Injectable()
export class EraseFromCalendars implements IntentAnswer<Erasure> {
  constructor(private readonly redactions: Redactions) {}

  async answer(erasure: Erasure): Promise<void> {
    if (erasure.subject.kind !== 'user') return;
    const key = ['id'];
    await this.redactions.run(erasure, { table: 'schedules', key, texts: ['name'] });
    await this.redactions.run(erasure, {
      ...{ table: 'calendars', key, texts: ['name', 'event_title'] },
      json: ['location', 'fallback_location', 'questions'],
    });
    const ofMembers = { table: 'calendar_members', key: ['calendar_id', 'user_id'] };
    await this.redactions.run(erasure, { ...ofMembers, json: ['meeting_location'] });
  }
}
