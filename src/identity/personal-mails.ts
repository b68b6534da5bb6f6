import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Letter, Outbox, letterHtml, letterText } from '../messaging';
import { AccountStore } from './account.store';

/** A letter to a person about themselves, whatever accounts they belong to. */
export interface PersonalMail {
  userId: string;
  /** Not always their own address: a new one is asked first. */
  to: string;
  letter: Letter;
  /** What only the recipient may read of it. */
  secret?: string;
}

/** Mails about a person's login. They stand in the delivery log of the account joined first, without their links. */
@Injectable()
export class PersonalMails {
  constructor(
    private readonly accounts: AccountStore,
    private readonly outbox: Outbox,
  ) {}

  /** Queued in the transaction under way. Nobody without an account is written to. */
  async send({ userId, to, letter, secret }: PersonalMail): Promise<void> {
    const home = await this.accounts.firstOf(userId);
    if (home === undefined) return;
    const { subject } = letter;
    const words = { subject, text: letterText(letter), html: letterHtml(letter) };
    await this.outbox.queue({
      accountId: home,
      channel: 'email',
      to,
      ...words,
      secret,
      dedupeKey: `login:${randomUUID()}`,
    });
  }
}
