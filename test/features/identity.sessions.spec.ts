import { anAccount } from '../kit/identity';
import { TestApp, startTestApp } from '../kit/test-app';

describe('signing up, logging in and out', () => {
  let slotlink: TestApp;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());

  it('makes an account with its owner, who is logged in', async () => {
    const owner = await anAccount(slotlink, { name: 'Ann', accountName: 'Ann & Co' });
    const { body } = await owner.get('/v1/me').expect(200);
    expect(body).toMatchObject({ user: { name: 'Ann', role: 'owner' }, account: { name: 'Ann & Co' }, actingAs: null });
    const member = await owner.addUser();
    await member.get('/v1/users').expect(200);
  });
});
