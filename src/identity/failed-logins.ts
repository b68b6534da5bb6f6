import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Audit } from '../audit';
import { AccountStore } from './account.store';
import { UserStore } from './user.store';

/** Somebody did not know the password of a person: kept in each of their accounts. */
@Injectable()
export class FailedLogins {
  constructor(
    private readonly users: UserStore,
    private readonly accounts: AccountStore,
    private readonly audit: Audit,
    private readonly log: PinoLogger,
  ) {}

  /** Nobody waits for it: a known e-mail must not be answered later than an unknown one. */
  note(email: string): void {
    setImmediate(() => {
      this.record(email).catch((error: unknown) => {
        this.log.error({ err: error }, 'a failed login was not recorded');
      });
    });
  }

  private async record(email: string): Promise<void> {
    const userId = (await this.users.credentialsByEmail(email))?.userId;
    if (userId === undefined) return;
    const accounts = await this.accounts.ofUser(userId);
    const target = { kind: 'user', id: userId };
    await this.audit.recordAll(
      'user.login-failed',
      accounts.map(({ id: accountId }) => ({ accountId, target, personId: userId })),
    );
  }
}
