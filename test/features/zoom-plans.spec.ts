import { aRoundRobin, type TestCalendar } from '../kit/calendars';
import { anAccount, type TestUser } from '../kit/identity';
import { startTestApp, type TestApp } from '../kit/test-app';
import { connectZoom } from '../kit/zoom';

describe('a calendar whose slots are longer than a basic Zoom plan lets them be', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let basic: TestUser;
  let licensed: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
    basic = await owner.addUser({ name: 'Ben Basic' });
    licensed = await owner.addUser({ name: 'Lea Licensed' });
    await connectZoom(slotlink, basic, { type: 1 });
    await connectZoom(slotlink, licensed);
  });
  afterAll(() => slotlink.close());

  const zoom = { meetingLocation: { kind: 'zoom' } };
  const onZoom = () => [
    { userId: basic.userId, ...zoom },
    { userId: licensed.userId, ...zoom },
  ];
  const WARNING = {
    code: 'zoom-basic-40-minutes',
    detail: 'Ben Basic is on a basic Zoom plan, which ends meetings after 40 minutes; slots take PT1H.',
  };
  type Warned = TestCalendar & { warnings: { code: string; userId: string }[] };

  it('says so wherever it is answered, until it is mended', async () => {
    const warning = { ...WARNING, userId: basic.userId };
    const { body: made } = await owner
      .post('/v1/calendars', { name: 'Long talk', type: 'round_robin', slotDuration: 'PT1H', members: onZoom() })
      .expect(201);
    expect(made.warnings).toEqual([warning]);
    const path = `/v1/calendars/${made.id}`;
    expect((await owner.get(path).expect(200)).body.warnings).toEqual([warning]);
    const { body: listed } = await owner.get('/v1/calendars').expect(200);
    expect((listed.items as Warned[]).find(({ id }) => id === made.id)?.warnings).toEqual([warning]);
    const renamed = await owner.patch(path, { name: 'Long call' }).expect(200);
    expect(renamed.body.warnings).toEqual([warning]);
    const mended = await owner.patch(path, { slotDuration: 'PT40M' }).expect(200);
    expect(mended.body.warnings).toEqual([]);
    const again = await owner.patch(path, { slotDuration: 'PT41M' }).expect(200);
    expect(again.body.warnings).toMatchObject([{ userId: basic.userId }]);
    const elsewhere = { kind: 'custom', value: 'Room 4' };
    const moved = await basic.put(`${path}/members/${basic.userId}/meeting-location`, elsewhere).expect(200);
    expect(moved.body.warnings).toEqual([]);
  });

  it('judges as the check of the calendar does', async () => {
    for (const slotDuration of ['PT39M', 'PT40M', 'PT41M', 'PT2H']) {
      const calendar = await aRoundRobin(owner, { slotDuration, members: onZoom() });
      const { body } = await owner.get(`/v1/calendars/${calendar.id}`).expect(200);
      const { body: check } = await owner.get(`/v1/calendars/${calendar.id}/check`).expect(200);
      const codes = (check.findings as { code: string }[]).map(({ code }) => code);
      expect(body.warnings.length > 0).toBe(codes.includes('over-basic-plan-limit'));
    }
  });

  it('asks the plan of the owner of a collective alone, and of those who follow a default of Zoom', async () => {
    const panel = { name: 'Panel', type: 'collective', slotDuration: 'PT1H' };
    const members = (owner: TestUser, other: TestUser) => [
      { userId: owner.userId, isOwner: true, ...zoom },
      { userId: other.userId },
    ];
    const calm = await owner.post('/v1/calendars', { ...panel, members: members(licensed, basic) }).expect(201);
    expect(calm.body.warnings).toEqual([]);
    const short = await owner.post('/v1/calendars', { ...panel, members: members(basic, licensed) }).expect(201);
    expect(short.body.warnings).toMatchObject([{ userId: basic.userId }]);

    const follows = await aRoundRobin(owner, { slotDuration: 'PT1H', members: [{ userId: basic.userId }] });
    const warningsOf = async () => (await owner.get(`/v1/calendars/${follows.id}`).expect(200)).body.warnings;
    expect(await warningsOf()).toEqual([]);
    const choice = { kind: 'zoom', applyToCalendars: 'none' };
    await basic.put(`/v1/users/${basic.userId}/default-meeting-location`, choice).expect(200);
    expect(await warningsOf()).toMatchObject([{ userId: basic.userId }]);
  });

  it('says nothing where Zoom makes no meetings', async () => {
    const members = [{ userId: basic.userId, meetingLocation: { kind: 'custom', value: 'Room 4' } }];
    const { body } = await owner
      .post('/v1/calendars', { name: 'Own', type: 'personal', slotDuration: 'PT1H', members })
      .expect(201);
    expect(body.warnings).toEqual([]);
  });
});
