import { randomUUID } from 'node:crypto';
import { anAccountId, messagesOf, queueMail } from '../kit/messaging';
import { TestSmtpServer, startSmtpServer } from '../kit/smtp-server';
import { TestApp, startTestApp } from '../kit/test-app';

const CALENDAR = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REQUEST', 'END:VCALENDAR', ''].join('\r\n');
const INVITATION = {
  to: 'guest@example.com',
  toName: 'Zoë "Z" Guest',
  replyTo: 'host@example.com',
  subject: 'Panel demo — Monday, 15:00 🎉',
  text: 'See you on Monday.\nÜber Zoom.',
  html: '<p>See you on <b>Monday</b>.</p>',
  calendar: { method: 'REQUEST' as const, content: CALENDAR },
};

let smtp: TestSmtpServer;
let slotlink: TestApp;
let accountId: string;

describe.each(['smtp', 'delivery log'])('mail by %s', (driver) => {
  beforeAll(async () => {
    smtp = await startSmtpServer();
    slotlink = await startTestApp({ env: driver === 'smtp' ? { SMTP_URL: smtp.url } : {} });
  });
  afterAll(async () => {
    await slotlink.close();
    await smtp.close();
  });
  beforeEach(async () => {
    accountId = await anAccountId(slotlink);
    smtp.received.length = 0;
  });

  it('is sent once, and the log holds all of it', async () => {
    await queueMail(slotlink, accountId, INVITATION);
    await slotlink.drainJobs();
    expect(await messagesOf(slotlink, accountId)).toMatchObject([
      {
        state: 'sent',
        sent_at: slotlink.clock.now(),
        attempts: 1,
        recipient: 'guest@example.com',
        recipient_name: 'Zoë "Z" Guest',
        reply_to: 'host@example.com',
        subject: INVITATION.subject,
        body: INVITATION.text,
        html: INVITATION.html,
        calendar_method: 'REQUEST',
        calendar_content: CALENDAR,
        mail_id: expect.stringMatching(/^<[0-9a-f-]{36}@127\.0\.0\.1>$/),
        why: driver === 'smtp' ? null : expect.stringContaining('delivery log'),
      },
    ]);
    expect(smtp.received).toHaveLength(driver === 'smtp' ? 1 : 0);
  });

  it('goes nowhere when the address cannot be one', async () => {
    const queued = await queueMail(slotlink, accountId, { to: 'a@b.c\r\nBcc: all@example.com' });
    await slotlink.drainJobs();
    expect(queued).toBe(true);
    expect(await messagesOf(slotlink, accountId)).toMatchObject([{ state: 'failed', why: 'not an e-mail address' }]);
    expect(smtp.received).toHaveLength(0);
  });

  it('takes a mail of hostile texts', async () => {
    await queueMail(slotlink, accountId, {
      toName: `x\r\nBcc: all@example.com${'💥'.repeat(5_000)}`,
      replyTo: 'nobody',
      subject: `s\nX-Evil: 1${'s'.repeat(10_000)}`,
      text: '.\r\nQUIT\r\n'.repeat(1_000),
      html: '<img src="file:///etc/passwd">',
    });
    await slotlink.drainJobs();
    expect(await messagesOf(slotlink, accountId)).toMatchObject([{ state: 'sent', reply_to: null }]);
    for (const { to, headers } of smtp.received) {
      expect(to).toBe('guest@example.com');
      expect(headers).not.toHaveProperty('bcc');
      expect(headers).not.toHaveProperty('x-evil');
      expect(headers).not.toHaveProperty('reply-to');
    }
  });
});

describe('mail by smtp', () => {
  beforeAll(async () => {
    smtp = await startSmtpServer();
    slotlink = await startTestApp({ env: { SMTP_URL: smtp.url, MAIL_FROM: 'Acme <team@acme.example>' } });
  });
  afterAll(async () => {
    await slotlink.close();
    await smtp.close();
  });
  beforeEach(async () => {
    accountId = await anAccountId(slotlink);
    smtp.received.length = 0;
  });

  /** Past the longest pause the queue makes between two attempts. */
  const retry = async () => {
    await slotlink.clock.advance(7 * 3_600_000);
    await slotlink.drainJobs();
  };

  it('arrives as text, html and an invitation, with the file beside', async () => {
    await queueMail(slotlink, accountId, INVITATION);
    await slotlink.drainJobs();
    const [message] = await messagesOf(slotlink, accountId);
    const [mail] = smtp.received;
    expect(mail!.to).toBe('guest@example.com');
    expect(mail!.headers).toMatchObject({
      'message-id': message!.mail_id,
      'reply-to': 'host@example.com',
      from: 'Acme <team@acme.example>',
      'auto-submitted': 'auto-generated',
    });
    expect(mail!.parts.map(({ contentType }) => contentType)).toEqual([
      expect.stringMatching(/^text\/plain/),
      expect.stringMatching(/^text\/html/),
      expect.stringMatching(/^text\/calendar;.*method=REQUEST/),
      expect.stringMatching(/^application\/ics;.*invite\.ics/),
    ]);
    const [text, html, event, file] = mail!.parts;
    expect(text!.content.replaceAll('\r\n', '\n').trim()).toBe(INVITATION.text);
    expect(html!.content.trim()).toBe(INVITATION.html);
    expect(event!.content.trim()).toBe(CALENDAR.trim());
    expect(file).toMatchObject({ disposition: expect.stringContaining('attachment'), content: CALENDAR });
  });

  it('withdraws an invitation with METHOD:CANCEL', async () => {
    await queueMail(slotlink, accountId, { calendar: { method: 'CANCEL', content: CALENDAR } });
    await slotlink.drainJobs();
    expect(smtp.received[0]!.parts[1]!.contentType).toMatch(/method=CANCEL/);
  });

  it.each([
    [550, 'recipient'],
    [554, 'data'],
  ] as const)('fails for good on %i at %s', async (code, at) => {
    smtp.refuse(code, at);
    await queueMail(slotlink, accountId);
    await slotlink.drainJobs();
    await retry();
    expect(await messagesOf(slotlink, accountId)).toMatchObject([
      { state: 'failed', attempts: 1, sent_at: null, why: expect.stringMatching(`^refused for good: .*${code}`) },
    ]);
    expect(smtp.received).toHaveLength(0);
  });

  it.each([
    [451, 'recipient'],
    [452, 'data'],
    [530, 'recipient'],
  ] as const)('tries again after %i at %s', async (code, at) => {
    smtp.refuse(code, at);
    await queueMail(slotlink, accountId);
    await slotlink.drainJobs();
    expect(await messagesOf(slotlink, accountId)).toMatchObject([{ state: 'queued', why: expect.any(String) }]);
    await retry();
    const [message] = await messagesOf(slotlink, accountId);
    expect(message).toMatchObject({ state: 'sent', attempts: 2, why: null });
    expect(smtp.received.map(({ headers }) => headers['message-id'])).toEqual([message!.mail_id]);
  });

  it('waits for a server that cannot be reached, under the same Message-ID, and gives up in the end', async () => {
    const { port } = new URL(smtp.url);
    await smtp.close();
    await queueMail(slotlink, accountId, { dedupeKey: 'a' });
    await slotlink.drainJobs();
    const [before] = await messagesOf(slotlink, accountId);
    expect(before).toMatchObject({ state: 'queued', why: expect.stringContaining('ECONNREFUSED') });
    smtp = await startSmtpServer(Number(port));
    await retry();
    expect(smtp.received.map(({ headers }) => headers['message-id'])).toEqual([before!.mail_id]);

    smtp.refuse(451, 'recipient', 10);
    await queueMail(slotlink, accountId, { dedupeKey: 'b' });
    for (let attempt = 1; attempt <= 11; attempt += 1) await retry();
    expect((await messagesOf(slotlink, accountId))[1]).toMatchObject({
      state: 'failed',
      attempts: 10,
      why: expect.stringContaining('given up after 10 attempts'),
    });
  });

  it('resends what a killed process was sending, under the same Message-ID', async () => {
    await queueMail(slotlink, accountId, { dedupeKey: randomUUID() });
    await slotlink.query(
      `UPDATE messages SET state = 'sending', attempts = 1, lease_until = now() - interval '1 second'
       WHERE account_id = $1`,
      [accountId],
    );
    await slotlink.drainJobs();
    const [message] = await messagesOf(slotlink, accountId);
    expect(message).toMatchObject({ state: 'sent', attempts: 2 });
    expect(smtp.received.map(({ headers }) => headers['message-id'])).toEqual([message!.mail_id]);
  });
});
