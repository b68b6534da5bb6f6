import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Audit } from '../audit';
import { AccountStore } from './account.store';

/** Somebody did not know the password of a person: kept in each of their accounts. */
@Injectable()
export class FailedLogins {
  constructor(
    private readonly accounts: AccountStore,
    private readonly audit: Audit,
    private readonly log: PinoLogger,
  ) {}

  /** Nobody waits for it: a known e-mail must not be answered later than an unknown one. */
  note(userId: string): void {
    setImmediate(() => {
      this.record(userId).catch((error: unknown) => {
        this.log.error({ err: error }, 'a failed login was not recorded');
      });
    });
  }

  private async record(userId: string): Promise<void> {
    const accounts = await this.accounts.ofUser(userId);
    const target = { kind: 'user', id: userId };
    await this.audit.recordAll(
      'user.login-failed',
      accounts.map(({ id: accountId }) => ({ accountId, actorId: null, target, personId: userId })),
    );
  }
}
