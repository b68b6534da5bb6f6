import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import type { ChangeEmailInput } from './credentials.dto';
import { confirmEmailLetter, emailChangeAskedLetter } from './login-letters';
import { MailLinks } from './mail-links';
import { NewEmails } from './new-emails';
import { PasswordChecks } from './password-checks';
import { PersonalMails } from './personal-mails';
import type { Principal } from './principal';

/** Asks a new address whether it is the user's, and tells the old one. Nothing changes before it is confirmed. */
@Injectable()
export class AskEmailChange {
  constructor(
    private readonly db: Database,
    private readonly checks: PasswordChecks,
    private readonly newEmails: NewEmails,
    private readonly links: MailLinks,
    private readonly mails: PersonalMails,
  ) {}

  /** @throws Invalid, EmailExists, RateLimited */
  async run({ userId }: Principal, { email, password }: ChangeEmailInput, address: string): Promise<void> {
    const own = await this.checks.assert(userId, password, address);
    await this.newEmails.assertMayAsk(own, email);
    await this.db.transaction(async () => {
      const { token, url } = await this.links.make('email-change', userId, email);
      await this.mails.send({ userId, to: email, letter: confirmEmailLetter(email, url), secret: token });
      if (email !== own.email) await this.mails.send({ userId, to: own.email, letter: emailChangeAskedLetter(email) });
    });
  }
}
