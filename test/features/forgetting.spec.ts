import { ForgetOldMessages } from '../../src/messaging/forget-old-messages';
import { ForgetOldNotifications } from '../../src/notifications/forget-old-notifications';
import { anAccount, type TestUser } from '../kit/identity';
import { messagesOf, queueMail } from '../kit/messaging';
import { inboxOf, notify } from '../kit/notifications';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';

const DAY = 86_400_000;

describe('what people were told', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp({ env: { MESSAGES_DAYS: '30', NOTIFICATIONS_DAYS: '7' } });
  });
  beforeEach(async () => {
    await slotlink.clock.set(MONDAY);
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const forget = async () => {
    await slotlink.app.get(ForgetOldMessages).run();
    await slotlink.app.get(ForgetOldNotifications).run();
  };
  const kept = async () => (await messagesOf(slotlink, owner.accountId)).map(({ state }) => state);

  it('by mail is forgotten after its days, and what has not left is not', async () => {
    await queueMail(slotlink, owner.accountId);
    await queueMail(slotlink, owner.accountId, { to: 'no address' });
    await slotlink.drainJobs();
    await queueMail(slotlink, owner.accountId);
    await slotlink.clock.advance(30 * DAY);
    await forget();
    expect(await kept()).toHaveLength(3);
    await slotlink.clock.advance(1);
    await forget();
    expect(await kept()).toEqual(['queued']);
    await slotlink.drainJobs();
    await forget();
    expect(await kept()).toEqual([]);
  });

  it('in the application is forgotten after its days, read or not, in the delivery log too', async () => {
    await notify(slotlink, owner);
    await notify(slotlink, owner, { mail: true });
    const [read] = await inboxOf(owner);
    await owner.post(`/v1/me/notifications/${read!.id}/read`).expect(204);
    await slotlink.drainJobs();
    await slotlink.clock.advance(7 * DAY);
    await notify(slotlink, owner, { title: 'Newer' });
    await forget();
    expect(await inboxOf(owner)).toHaveLength(3);
    await slotlink.clock.advance(1);
    await forget();
    expect(await inboxOf(owner)).toMatchObject([{ title: 'Newer' }]);
    const { body } = await owner.get('/v1/messages').expect(200);
    const channels = (body.items as { channel: string }[]).map(({ channel }) => channel);
    expect(channels.sort()).toEqual(['email', 'in_app']);
  });

  it('goes on being counted and told after that', async () => {
    await notify(slotlink, owner);
    await slotlink.clock.advance(8 * DAY);
    await forget();
    await notify(slotlink, owner, { title: 'After' });
    const { body } = await owner.get('/v1/me/notifications').expect(200);
    expect(body).toMatchObject({ unread: 1, items: [{ title: 'After' }] });
  });
});
