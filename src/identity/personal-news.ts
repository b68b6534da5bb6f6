import { Injectable } from '@nestjs/common';
import type { Letter } from '../messaging';
import { PersonalMails } from './personal-mails';
import { PersonalRecord } from './personal-record';
import { UserStore } from './user.store';

/** Records a change of what somebody logs in with, and tells them: whoever did it may be somebody else. */
@Injectable()
export class PersonalNews {
  constructor(
    private readonly users: UserStore,
    private readonly mails: PersonalMails,
    private readonly record: PersonalRecord,
  ) {}

  /** In the act's transaction. */
  async tell(action: string, userId: string, letter: Letter): Promise<void> {
    await this.record.write(action, userId);
    const { email } = await this.users.living(userId);
    await this.mails.send({ userId, to: email, letter });
  }
}
