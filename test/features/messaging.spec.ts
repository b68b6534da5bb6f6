import { Outbox } from '../../src/messaging';
import { Database } from '../../src/platform/database';
import { JobHandlers } from '../../src/platform/worker';
import { aQuietAppointment } from '../kit/booking';
import { anAccount } from '../kit/identity';
import { anAccountId, messagesOf, queueMail } from '../kit/messaging';
import { TestSmtpServer, startSmtpServer } from '../kit/smtp-server';
import { TestApp, startTestApp } from '../kit/test-app';

describe('the outbox', () => {
  let smtp: TestSmtpServer;
  let slotlink: TestApp;
  let accountId: string;
  beforeAll(async () => {
    smtp = await startSmtpServer();
    slotlink = await startTestApp({ env: { SMTP_URL: smtp.url } });
  });
  afterAll(async () => {
    await slotlink.close();
    await smtp.close();
  });
  beforeEach(async () => {
    accountId = await anAccountId(slotlink);
    smtp.received.length = 0;
  });

  /** The same job, run by as many workers at once. */
  const sendAtOnce = async (times: number) => {
    const send = app().taskList()['messaging.send-message']!;
    const [message] = await messagesOf(slotlink, accountId);
    const payload = { accountId, messageId: message!.id };
    await Promise.all(
      Array.from({ length: times }, async () => {
        await send(payload, {} as never);
      }),
    );
  };
  const app = () => slotlink.app.get(JobHandlers);

  it('leaves nothing behind when the act is rolled back', async () => {
    const act = slotlink.app.get(Database).transaction(async () => {
      await queueMail(slotlink, accountId);
      throw new Error('refused');
    });
    await expect(act).rejects.toThrow('refused');
    await slotlink.drainJobs();
    expect(await messagesOf(slotlink, accountId)).toEqual([]);
    expect(smtp.received).toEqual([]);
  });

  it('takes one message per dedupe key, in each account', async () => {
    const other = await anAccountId(slotlink);
    expect(await queueMail(slotlink, accountId, { dedupeKey: 'booked:1' })).toBe(true);
    expect(await queueMail(slotlink, accountId, { dedupeKey: 'booked:1' })).toBe(false);
    expect(await queueMail(slotlink, other, { dedupeKey: 'booked:1' })).toBe(true);
    await slotlink.drainJobs();
    expect(smtp.received).toHaveLength(2);
  });

  it('takes one of 16 queued at once under one key', async () => {
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => queueMail(slotlink, accountId, { dedupeKey: 'booked:1' })),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    await slotlink.drainJobs();
    expect(smtp.received).toHaveLength(1);
  });

  it('lets a message leave once, however many workers have its job', async () => {
    await queueMail(slotlink, accountId);
    await sendAtOnce(8);
    await slotlink.drainJobs();
    await sendAtOnce(2);
    expect(smtp.received).toHaveLength(1);
    expect(await messagesOf(slotlink, accountId)).toMatchObject([{ state: 'sent', attempts: 1 }]);
  });

  it('looks again after the lease at what somebody else seems to be sending', async () => {
    await queueMail(slotlink, accountId);
    await slotlink.query(
      `UPDATE messages SET state = 'sending', attempts = 1, lease_until = now() + interval '1 minute'
       WHERE account_id = $1`,
      [accountId],
    );
    await slotlink.drainJobs();
    expect(smtp.received).toHaveLength(0);
    await slotlink.query(`UPDATE messages SET lease_until = now() WHERE account_id = $1`, [accountId]);
    await slotlink.clock.advance(61_000);
    await slotlink.drainJobs();
    expect(smtp.received).toHaveLength(1);
    expect(await messagesOf(slotlink, accountId)).toMatchObject([{ state: 'sent', attempts: 2 }]);
  });

  it('takes back what is no longer true, but nothing that has left', async () => {
    const owner = await anAccount(slotlink);
    accountId = owner.accountId;
    const { id: moved } = await aQuietAppointment(slotlink, owner);
    const { id: kept } = await aQuietAppointment(slotlink, owner);
    const outbox = slotlink.app.get(Outbox);
    await queueMail(slotlink, accountId, { appointmentId: moved, dedupeKey: 'a:sent' });
    await slotlink.drainJobs();
    await queueMail(slotlink, accountId, { appointmentId: moved, dedupeKey: 'b:reminder:1' });
    await queueMail(slotlink, accountId, { appointmentId: kept, dedupeKey: 'c:reminder:2' });
    expect(await outbox.skip(accountId, { appointmentId: moved }, 'rescheduled')).toBe(1);
    expect(await outbox.skip(await anAccountId(slotlink), { dedupeKeyPrefix: 'c:' }, 'not ours')).toBe(0);
    expect(await outbox.skip(accountId, { appointmentId: kept, dedupeKeyPrefix: 'x' }, 'another')).toBe(0);
    await slotlink.drainJobs();
    expect(await messagesOf(slotlink, accountId)).toMatchObject([
      { state: 'sent' },
      { state: 'skipped', why: 'rescheduled', attempts: 0 },
      { state: 'sent' },
    ]);
    expect(smtp.received).toHaveLength(2);
  });

  it('does not send again what a crash left half sent and is no longer true', async () => {
    const owner = await anAccount(slotlink);
    accountId = owner.accountId;
    const { id: appointmentId } = await aQuietAppointment(slotlink, owner);
    await queueMail(slotlink, accountId, { appointmentId });
    await slotlink.query(
      `UPDATE messages SET state = 'sending', attempts = 1, lease_until = now() WHERE account_id = $1`,
      [accountId],
    );
    expect(await slotlink.app.get(Outbox).skip(accountId, { appointmentId }, 'rescheduled')).toBe(0);
    await slotlink.drainJobs();
    expect(smtp.received).toHaveLength(0);
    expect(await messagesOf(slotlink, accountId)).toMatchObject([{ state: 'unknown', why: 'rescheduled' }]);
  });
});
