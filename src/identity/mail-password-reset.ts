import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { HandlesJob, type JobHandler, defineJob } from '../platform/jobs';
import { resetLetter } from './login-letters';
import { MailLinks } from './mail-links';
import { PersonalMails } from './personal-mails';
import { UserStore } from './user.store';

interface Payload {
  email: string;
}

export const MailPasswordReset = defineJob<Payload>('identity.mail-password-reset');

/** Mails the link to choose a new password, if somebody living has the e-mail. */
@Injectable()
@HandlesJob(MailPasswordReset)
export class MailPasswordResetJob implements JobHandler<Payload> {
  constructor(
    private readonly db: Database,
    private readonly users: UserStore,
    private readonly links: MailLinks,
    private readonly mails: PersonalMails,
  ) {}

  async run({ email: asked }: Payload): Promise<void> {
    await this.db.transaction(async () => {
      const known = await this.users.credentialsByEmail(asked);
      if (!known) return;
      const { userId, email } = known;
      await this.users.lock(userId);
      const { token, url } = await this.links.make('password-reset', userId, email);
      await this.mails.send({ userId, to: email, letter: resetLetter(url), secret: token });
    });
  }
}
