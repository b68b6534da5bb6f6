import { Injectable } from '@nestjs/common';
import { type AppointmentView, isSeated } from '../appointments';
import { Outbox } from '../messaging';
import { Clock } from '../platform/clock';
import { InvitationMail } from './invitation-mail';
import { InvitationRow } from './invitation.entity';
import { InvitationStore } from './invitation.store';
import { type Recipient, addresseesOf, roleOf } from './recipients.rules';
import { NOTIFICATION_OF, Told, occasionOf, owed, standing } from './told.rules';

/** Somebody who does not know what they should. */
export interface Owed {
  recipient: Recipient;
  row: InvitationRow | null;
  /** Null: that they are not expected (any more). */
  shall: Told | null;
}

/** The same, with what they know from mails that have left. */
interface Informed extends Owed {
  before: Told | null;
}

/** What the mails of one round have in common. */
interface Round {
  view: AppointmentView;
  sequence: number;
  /** Whether anybody had been invited before it. */
  othersKnow: boolean;
}

/** Finds out who must be told, and queues a mail for each of them. Under the lock of the appointment's slot. */
@Injectable()
export class TellPeople {
  constructor(
    private readonly store: InvitationStore,
    private readonly outbox: Outbox,
    private readonly mail: InvitationMail,
    private readonly clock: Clock,
  ) {}

  /** Nobody is told of what is over, or of what was booked without mails. */
  async owed(view: AppointmentView): Promise<Owed[]> {
    const { accountId, id, notify } = view.appointment;
    if (!notify || view.slot.endsAt <= this.clock.now()) return [];
    const rows = await this.store.of(accountId, id);
    const addressees = addresseesOf(view);
    const here = addressees.map(({ recipient, shall }) => {
      const row = rows.find((known) => known.recipient === recipient.key) ?? null;
      return { recipient, shall, row };
    });
    const gone = rows
      .filter(({ recipient }) => !addressees.some((addressee) => addressee.recipient.key === recipient))
      .map((row) => ({ recipient: asRecipient(row), shall: null, row }));
    return [...here, ...gone].filter(({ row, shall }) => owed(row?.told ?? null, shall) !== null);
  }

  async tell(view: AppointmentView, people: Owed[]): Promise<void> {
    const { accountId, id } = view.appointment;
    const informed: Informed[] = [];
    for (const person of people) informed.push({ ...person, before: await this.takeBack(view, person) });
    const rows = await this.store.of(accountId, id);
    const quiet = rows.filter(({ recipient }) => !people.some((person) => person.recipient.key === recipient));
    const known = [...quiet.map(({ told }) => told), ...informed.map(({ before }) => before)];
    const round: Round = {
      view,
      sequence: Math.max(-1, ...rows.map(({ sequence }) => sequence ?? -1)) + 1,
      othersKnow: known.some((told) => standing(told)?.kind === 'request'),
    };
    for (const person of informed) await this.tellOne(round, person);
  }

  /** What has not left yet would be news of yesterday. @returns what they know without it */
  private async takeBack({ appointment }: AppointmentView, { recipient, row }: Owed): Promise<Told | null> {
    if (row === null) return null;
    const which = { appointmentId: appointment.id, dedupeKeyPrefix: keyPrefix(appointment.id, recipient) };
    const taken = await this.outbox.skip(appointment.accountId, which, 'superseded by a later invitation');
    return taken > 0 ? row.toldBefore : row.told;
  }

  private async tellOne(round: Round, { recipient, row, shall, before }: Informed): Promise<void> {
    const now = owed(before, shall);
    if (now === null) {
      if (row) await this.store.save(settled(row, before));
      return;
    }
    const { id, accountId, status } = round.view.appointment;
    const inCalendar = now.kind === 'request' || (now.kind === 'cancel' && standing(before)?.kind === 'request');
    const sequence = inCalendar ? round.sequence : null;
    const mails = (row?.mails ?? 0) + 1;
    const { email, name, timezone, locale } = recipient;
    await this.store.save({
      ...{ accountId, appointmentId: id, recipient: recipient.key, email, name, timezone, locale, mails },
      sequence: sequence ?? row?.sequence ?? null,
      told: now,
      toldBefore: before,
    });
    const occasion = occasionOf(before, now, { over: !isSeated(status), othersKnow: round.othersKnow });
    // What a calendar keeps to itself counts as told: turning it on later tells nobody yesterday's news.
    if (!round.view.calendar.notifications[NOTIFICATION_OF[occasion]]) return;
    const mail = this.mail.compose({ view: round.view, recipient, occasion, before, now, sequence });
    await this.outbox.queue({ ...mail, dedupeKey: `${keyPrefix(id, recipient)}${mails}` });
  }
}

const keyPrefix = (appointmentId: string, { key }: Recipient) => `invitation:${appointmentId}:${key}:`;

/** The mail that was to change their mind never left, and what they believed before is right again. */
function settled(row: InvitationRow, before: Told | null): InvitationRow {
  return { ...row, told: before ?? { ...row.told, kind: 'cancel' }, toldBefore: before };
}

function asRecipient({ recipient: key, email, name, timezone, locale }: InvitationRow): Recipient {
  return { key, role: roleOf(key), email, name, timezone, locale };
}
