import { Injectable } from '@nestjs/common';
import { passwordChangedLetter } from './login-letters';
import { MailLinks } from './mail-links';
import { PersonalMails } from './personal-mails';
import { PersonalRecord } from './personal-record';
import { Sessions } from './sessions';
import { UserStore } from './user.store';

/** What a new password brings with it. Part of the acts that set one. */
@Injectable()
export class TakesNewPassword {
  constructor(
    private readonly users: UserStore,
    private readonly sessions: Sessions,
    private readonly links: MailLinks,
    private readonly mails: PersonalMails,
    private readonly record: PersonalRecord,
  ) {}

  /**
   * Called inside the act's transaction. Everybody who knew the old one is out, but for a session that is kept; links
   * that were asked for with it are over.
   */
  async run(action: string, userId: string, passwordHash: string, keptSession: string | null = null): Promise<void> {
    await this.users.lock(userId);
    await this.users.setPassword(userId, passwordHash);
    if (keptSession === null) await this.sessions.endEvery(userId);
    else await this.sessions.endOthers(userId, keptSession);
    await this.links.endAll(userId);
    await this.record.write(action, userId);
    const { email } = await this.users.living(userId);
    await this.mails.send({ userId, to: email, letter: passwordChangedLetter(this.links.resetPage) });
  }
}
