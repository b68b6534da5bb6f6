import { createTransport, Transporter } from 'nodemailer';
import { Mail, MailDriver, MailRefused } from './mail-driver';

/** Milliseconds a server may take to accept the connection and to greet, and may stay silent later. */
const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

/** 530 asks for authentication or TLS: it refuses us, not the mail, and is over once the settings are right. */
const REFUSES_US = 530;

/** Through the server of SMTP_URL, one connection a mail. */
export class SmtpMail extends MailDriver {
  override readonly note = null;
  private readonly transport: Transporter;

  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    this.transport = createTransport({
      url,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  override async send(mail: Mail): Promise<void> {
    try {
      await this.transport.sendMail({
        messageId: mail.messageId,
        from: this.from,
        to: mail.to,
        replyTo: mail.replyTo ?? undefined,
        subject: mail.subject,
        text: mail.text,
        html: mail.html ?? undefined,
        // Both the text/calendar alternative, which clients show with buttons, and the attachment for the others.
        icalEvent: mail.calendar ? { ...mail.calendar, filename: 'invite.ics' } : undefined,
        // RFC 3834: nobody's holiday notice should answer it.
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      throw isRefusal(error) ? new MailRefused((error as Error).message) : error;
    }
  }
}

/** A permanent answer about this mail's envelope or content, not about the connection or our credentials. */
function isRefusal(error: unknown): boolean {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE') return false;
  // Without an answer the client library itself found the address or the content impossible.
  return responseCode === undefined || (responseCode >= 500 && responseCode !== REFUSES_US);
}
