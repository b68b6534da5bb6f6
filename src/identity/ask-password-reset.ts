import { Injectable } from '@nestjs/common';
import { Jobs } from '../platform/jobs';
import { addressGroup } from './address.rules';
import { MailPasswordReset } from './mail-password-reset';
import { MailThrottle } from './mail-throttle';

/** Says and does the same for every e-mail: whether somebody has it is found out by a job. */
@Injectable()
export class AskPasswordReset {
  constructor(
    private readonly throttle: MailThrottle,
    private readonly jobs: Jobs,
  ) {}

  /** @throws RateLimited */
  async run(email: string, address: string): Promise<void> {
    await this.throttle.count(email, addressGroup(address));
    await this.jobs.add(MailPasswordReset, { email });
  }
}
