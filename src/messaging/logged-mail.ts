import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Mail, MailDriver } from './mail-driver';

/**
 * No mail server is configured: nothing leaves, and the delivery log has it all. What the log leaves out lies as a file
 * under DATA_DIR, for whoever runs the server.
 */
export class LoggedMail extends MailDriver {
  override readonly note = 'no mail server configured; kept in the delivery log';
  private readonly folder: string;

  constructor(dataDir: string) {
    super();
    this.folder = join(dataDir, 'mails');
  }

  override async send({ messageId, to, subject, text, confidential }: Mail): Promise<void> {
    if (!confidential) return;
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = join(this.folder, `${messageId.replace(/[^\w-]+/g, '_')}.txt`);
    await writeFile(file, `To: ${to.address}\nSubject: ${subject}\n\n${text}`, { mode: 0o600 });
  }
}
