import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { emailChangedLetter } from './login-letters';
import { MailLinks } from './mail-links';
import { PersonalMails } from './personal-mails';
import { PersonalRecord } from './personal-record';
import { UserStore } from './user.store';

/** Gives a person the address that they have just shown to be theirs. Sessions and Zoom stay: both go by the user ID. */
@Injectable()
export class ConfirmEmailChange {
  constructor(
    private readonly db: Database,
    private readonly links: MailLinks,
    private readonly users: UserStore,
    private readonly mails: PersonalMails,
    private readonly record: PersonalRecord,
  ) {}

  /** @throws LinkOver, EmailExists when somebody else has it by now */
  run(token: string): Promise<{ email: string }> {
    return this.db.transaction(async () => {
      await this.users.lockEmail((await this.links.find('email-change', token)).email);
      const { userId, email } = await this.links.take('email-change', token);
      const before = await this.users.living(userId);
      await this.users.changeEmail(userId, email);
      // It was sent to the old address.
      await this.links.end(userId, 'password-reset');
      await this.record.write('email.changed', userId, { before: { email: before.email }, after: { email } });
      if (email !== before.email)
        await this.mails.send({ userId, to: before.email, letter: emailChangedLetter(email) });
      return { email };
    });
  }
}
