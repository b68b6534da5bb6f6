import { Injectable } from '@nestjs/common';
import { Accounts, People } from '../identity';
import { confirmPage, connectPage } from './connect-pages';
import { UnconfirmedConnects } from './unconfirmed-connects';

/** The page after Zoom. Only the browser that came back with an account to confirm sees whose it is. */
@Injectable()
export class ShowConnectPage {
  constructor(
    private readonly unconfirmed: UnconfirmedConnects,
    private readonly people: People,
    private readonly accounts: Accounts,
  ) {}

  async run(happened: unknown, confirmToken: string | null): Promise<string> {
    const waiting =
      happened === 'confirm' && confirmToken !== null ? await this.unconfirmed.waiting(confirmToken) : undefined;
    if (!waiting) return connectPage(happened);
    const { accountId, userId } = waiting;
    const [person] = await this.people.inAccount(accountId, [userId]);
    if (!person) return connectPage('zoom-confirmation-invalid');
    const account = await this.accounts.get(accountId);
    return confirmPage({ zoomUser: waiting, person, account });
  }
}
