import { MailDriver } from './mail-driver';

/** No mail server is configured: nothing leaves, and the delivery log has it all. */
export class LoggedMail extends MailDriver {
  override readonly note = 'no mail server configured; kept in the delivery log';

  override send(): Promise<void> {
    return Promise.resolve();
  }
}
