import { Injectable } from '@nestjs/common';
import { Invalid } from '../platform/http';
import { MailThrottle } from './mail-throttle';
import { type Credentials, UserStore, emailExists } from './user.store';

/** Which addresses somebody may ask for as their own. */
@Injectable()
export class NewEmails {
  constructor(
    private readonly users: UserStore,
    private readonly throttle: MailThrottle,
  ) {}

  /** One's own may be asked for as long as nobody has confirmed it. @throws Invalid, EmailExists, RateLimited */
  async assertMayAsk(own: Credentials, email: string): Promise<void> {
    const holder = await this.users.credentialsByEmail(email);
    if (holder && holder.userId !== own.userId) throw emailExists();
    const isSame = own.email === email;
    if (isSame && own.emailProvenAt !== null) {
      const detail = 'is your address already';
      throw Invalid(`/email: ${detail}`, { errors: [{ pointer: '/email', detail }] });
    }
    await this.throttle.count(email, own.userId);
  }
}
