import { Accounts, People, UserIncludes } from '../../src/identity';
import { TestUser, anAccount } from '../kit/identity';
import { TestApp, startTestApp } from '../kit/test-app';

describe('what identity tells the floors above', () => {
  let slotlink: TestApp;
  let people: People;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    people = slotlink.app.get(People);
    owner = await anAccount(slotlink, { accountName: 'ABC', timezone: 'Europe/Berlin' });
  });
  afterAll(() => slotlink.close());

  it('names the account', async () => {
    const account = await slotlink.app.get(Accounts).get(owner.accountId);
    expect({ ...account }).toEqual({ id: owner.accountId, name: 'ABC', timezone: 'Europe/Berlin' });
  });

  it('shows those who have left only to who asks for them', async () => {
    const gone = await owner.addUser({ name: 'Gone' });
    await owner.delete(`/v1/users/${gone.userId}`).expect(204);
    const ids = [owner.userId, gone.userId];
    expect((await people.inAccount(owner.accountId, ids)).map(({ userId }) => userId)).toEqual([owner.userId]);
    expect(await people.inAccount(owner.accountId, ids, { deletedToo: true })).toHaveLength(2);
    await expect(people.get(owner.accountId, gone.userId)).rejects.toThrow('not-found');
    await expect(people.assertMember(owner.accountId, gone.userId)).rejects.toThrow('not-found');
    expect(await people.get(owner.accountId, gone.userId, { deletedToo: true })).toMatchObject({
      name: 'Gone',
      status: 'deleted',
    });
    expect([await people.isLiving(owner.userId), await people.isLiving(gone.userId)]).toEqual([true, false]);
  });

  it('knows nobody of another account', async () => {
    const stranger = await anAccount(slotlink);
    await expect(people.assertMember(owner.accountId, stranger.userId)).rejects.toThrow('not-found');
    expect(await people.inAccount(owner.accountId, [stranger.userId], { deletedToo: true })).toEqual([]);
    await expect(people.setDefaultMeetingLocation(owner.accountId, stranger.userId, { kind: 'zoom' })).rejects.toThrow(
      'not-found',
    );
  });

  it('lists the owners and admins', async () => {
    const admin = await owner.addUser({ role: 'admin' });
    await owner.addUser();
    expect((await people.admins(owner.accountId)).map(({ userId }) => userId).sort()).toEqual(
      [owner.userId, admin.userId].sort(),
    );
  });

  it('keeps the default meeting location in the membership', async () => {
    const rep = await owner.addUser();
    const location = { kind: 'custom', value: 'https://example.com/room' } as const;
    const changed = await people.setDefaultMeetingLocation(owner.accountId, rep.userId, location);
    expect(changed).toMatchObject({ defaultMeetingLocation: location, version: 2 });
    const { body } = await rep.get('/v1/me').expect(200);
    expect(body.user.defaultMeetingLocation).toEqual(location);
    await people.setDefaultMeetingLocation(owner.accountId, rep.userId, null);
    expect((await rep.get('/v1/me').expect(200)).body.user.defaultMeetingLocation).toBeNull();
  });

  it('lets a floor above add to users when asked', async () => {
    const shoeSizes = new Map([[owner.userId, { size: 42 }]]);
    slotlink.app.get(UserIncludes).register('shoes', () => Promise.resolve(shoeSizes));
    const rep = await owner.addUser();
    const mine = await rep.get(`/v1/users/${owner.userId}?include=shoes`).expect(200);
    expect(mine.body.shoes).toEqual({ size: 42 });
    const { body } = await owner.get('/v1/users?include=shoes').expect(200);
    expect(body.items.find(({ id }: { id: string }) => id === rep.userId).shoes).toBeNull();
    expect((await owner.get(`/v1/users/${rep.userId}`).expect(200)).body).not.toHaveProperty('shoes');
  });
});
