import { Client } from 'pg';
import { type Bookable, Calendars } from '../../src/calendars';
import { aRoundRobin, anUnassigned, newHosts } from '../kit/calendars';
import { type TestUser, anAccount } from '../kit/identity';
import { type TestApp, startTestApp } from '../kit/test-app';

const LATE = [{ type: 'weekday', day: 'monday', intervals: [{ from: '20:00', to: '24:00' }] }];

describe('what booking reads of a calendar', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let calendars: Calendars;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
    calendars = slotlink.app.get(Calendars);
  });
  afterAll(() => slotlink.close());

  const read = ({ id }: { id: string }): Promise<Bookable> => calendars.forBooking(owner.accountId, id);

  it('has each host’s hours: their own, else nine to five in their zone', async () => {
    const [early, late] = [await owner.addUser({ timezone: 'Asia/Tokyo' }), await owner.addUser()];
    await late.put('/v1/users/me/schedule', { timezone: 'Europe/Paris', rules: LATE }).expect(200);
    await late.put('/v1/users/me/default-meeting-location', { kind: 'phone' }).expect(200);
    const members = [{ userId: late.userId, priority: 'high' }, { userId: early.userId }];
    const { hosts, schedule } = await read(await aRoundRobin(owner, { members }));
    expect(schedule).toBeNull();
    expect(hosts.map(({ userId }) => userId)).toEqual([late.userId, early.userId]);
    expect(hosts[0]).toMatchObject({
      name: 'Maria Member',
      email: late.email,
      priority: 'high',
      schedule: { timezone: 'Europe/Paris', rules: LATE },
      meetingLocation: null,
      defaultMeetingLocation: { kind: 'phone' },
    });
    expect(hosts[1]).toMatchObject({ timezone: 'Asia/Tokyo', schedule: { timezone: 'Asia/Tokyo' } });
    expect(hosts[1]!.schedule.rules).toHaveLength(5);
  });

  it('has the calendar’s hours for all, where it names some', async () => {
    const hours = { name: 'Doors', timezone: 'Asia/Kolkata', rules: LATE };
    const { body: own } = await owner.post('/v1/schedules', hours).expect(201);
    const { hosts } = await read(await aRoundRobin(owner, { hosts: 2, scheduleId: own.id }));
    const expected = { timezone: 'Asia/Kolkata', rules: LATE, travel: [] };
    expect(hosts.map(({ schedule }) => schedule)).toEqual([expected, expected]);
    const open = await read(await anUnassigned(owner, { scheduleId: own.id }));
    expect(open).toMatchObject({ hosts: [], schedule: expected });
    const other = await read(await anUnassigned(owner, { timezone: 'Asia/Tokyo' }));
    expect(other.schedule!.timezone).toBe('Asia/Tokyo');
    expect(other.schedule!.rules).toHaveLength(5);
  });

  it('takes one statement, whatever the number of hosts', async () => {
    const few = await aRoundRobin(owner, { hosts: 1 });
    const many = await aRoundRobin(owner, { members: (await newHosts(owner, 8)).map(({ userId }) => ({ userId })) });
    const statements = jest.spyOn(Client.prototype, 'query');
    for (const calendar of [few, many]) {
      statements.mockClear();
      const { hosts } = await read(calendar);
      expect([hosts.length, statements.mock.calls.length]).toEqual([calendar.members.length, 1]);
    }
    statements.mockRestore();
  });

  it('is nothing for another account, and no more once the calendar is deleted', async () => {
    const calendar = await anUnassigned(owner);
    const stranger = await anAccount(slotlink);
    await expect(calendars.forBooking(stranger.accountId, calendar.id)).rejects.toThrow(/not-found/);
    await expect(calendars.get(stranger.accountId, calendar.id)).rejects.toThrow(/not-found/);
    expect(await calendars.byIds(stranger.accountId, [calendar.id])).toEqual([]);
    await owner.delete(`/v1/calendars/${calendar.id}`).expect(204);
    await expect(read(calendar)).rejects.toThrow(/not-found/);
    await expect(calendars.forPublicBooking(calendar.slug)).rejects.toThrow(/not-found/);
    expect(await calendars.get(owner.accountId, calendar.id)).toMatchObject({ name: calendar.name });
    expect(await calendars.byIds(owner.accountId, [calendar.id])).toHaveLength(1);
  });
});
