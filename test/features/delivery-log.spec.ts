import { randomUUID } from 'node:crypto';
import { aQuietAppointment } from '../kit/booking';
import { TestUser, anAccount } from '../kit/identity';
import { queueMail } from '../kit/messaging';
import { TestApp, startTestApp } from '../kit/test-app';

describe('the delivery log', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let appointmentId: string;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
    appointmentId = (await aQuietAppointment(slotlink, owner)).id;
    await queueMail(slotlink, owner.accountId, { subject: 'first', to: 'a@example.com', appointmentId });
    await slotlink.drainJobs();
    await slotlink.clock.advance(60_000);
    await queueMail(slotlink, owner.accountId, {
      subject: 'second',
      to: 'b@example.com',
      html: '<p>Hello</p>',
      replyTo: 'host@example.com',
      calendar: { method: 'CANCEL', content: 'BEGIN:VCALENDAR' },
    });
    await slotlink.clock.advance(60_000);
    await queueMail(slotlink, owner.accountId, { subject: 'third', to: 'no address' });
  });
  afterAll(() => slotlink.close());

  const subjects = async (query = '', as = owner) => {
    const { body } = await as.get(`/v1/messages${query}`).expect(200);
    return (body.items as { subject: string }[]).map(({ subject }) => subject);
  };

  it('shows each message whole, newest first', async () => {
    const { body } = await owner.get('/v1/messages').expect(200);
    expect(body.nextCursor).toBeNull();
    expect(body.items).toEqual([
      expect.objectContaining({ subject: 'third', state: 'failed', why: 'not an e-mail address', sentAt: null }),
      {
        id: expect.any(String),
        appointmentId: null,
        workflowId: null,
        stepId: null,
        channel: 'email',
        to: 'b@example.com',
        replyTo: 'host@example.com',
        subject: 'second',
        body: 'See you on Monday.',
        html: '<p>Hello</p>',
        calendar: { method: 'CANCEL', content: 'BEGIN:VCALENDAR' },
        messageId: expect.stringMatching(/^<.+@.+>$/),
        state: 'queued',
        sentAt: null,
        why: null,
        createdAt: '2026-11-23T08:01:00.000Z',
      },
      expect.objectContaining({ subject: 'first', state: 'sent', sentAt: '2026-11-23T08:00:00.000Z', appointmentId }),
    ]);
  });

  it('is filtered by appointment, channel and state', async () => {
    expect(await subjects(`?appointmentId=${appointmentId}`)).toEqual(['first']);
    expect(await subjects(`?appointmentId=${randomUUID()}`)).toEqual([]);
    expect(await subjects('?state=queued')).toEqual(['second']);
    expect(await subjects('?channel=email&state=failed')).toEqual(['third']);
    expect(await subjects('?channel=sms')).toEqual([]);
  });

  it('comes in pages', async () => {
    const first = await owner.get('/v1/messages?limit=2').expect(200);
    expect(first.body.items).toHaveLength(2);
    expect(await subjects(`?limit=2&cursor=${first.body.nextCursor}`)).toEqual(['first']);
  });

  it.each([
    'state=lost',
    'channel=pigeon',
    'appointmentId=7',
    'limit=0',
    'limit=x',
    'cursor=x',
    'colour=red',
    'state=sent&state=sent',
  ])('refuses ?%s', async (query) => {
    const { body } = await owner.get(`/v1/messages?${query}`).expect(422);
    expect(body.errors).toEqual([{ pointer: `/${query.split('=')[0]}`, detail: expect.any(String) }]);
  });

  it("is the account's own, for owners and admins", async () => {
    const stranger = await anAccount(slotlink);
    expect(await subjects('', stranger)).toEqual([]);
    expect(await subjects(`?appointmentId=${appointmentId}`, stranger)).toEqual([]);
    const admin = await owner.addUser({ role: 'admin' });
    expect(await subjects('', admin)).toHaveLength(3);
    const member = await owner.addUser();
    await member.get('/v1/messages').expect(403);
    await slotlink.http.get('/v1/messages').expect(401);
  });
});
