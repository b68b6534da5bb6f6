import { aClass, aPersonal } from '../kit/calendars';
import { type TestUser, anAccount } from '../kit/identity';
import { TUESDAY_10, book } from '../kit/booking';
import { type TestApp, startTestApp } from '../kit/test-app';

describe('calendars of one host', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  it('are booked with the one there is', async () => {
    for (const calendar of [await aClass(owner), await aPersonal(owner)]) {
      const { publicToken } = await book(slotlink, calendar, TUESDAY_10);
      expect(publicToken).toEqual(expect.any(String));
      const { body } = await owner.get(`/v1/appointments?calendarId=${calendar.id}`).expect(200);
      expect(body.items[0].host.userId).toBe(calendar.members[0].userId);
    }
  });
});
