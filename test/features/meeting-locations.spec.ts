import { type TestCalendar, aClass, aCollective, aPersonal, aRoundRobin, anUnassigned } from '../kit/calendars';
import { type TestUser, anAccount, anEmail } from '../kit/identity';
import { actAs } from '../kit/login-as';
import { type TestApp, startTestApp } from '../kit/test-app';
import { connectZoom, consent } from '../kit/zoom';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const ZOOM = { kind: 'zoom' };

describe('where a member meets', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let rep: TestUser;
  let colleague: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    owner = await anAccount(slotlink);
    rep = await owner.addUser({ name: 'Rita Rep' });
    colleague = await owner.addUser({ name: 'Carl Colleague' });
  });

  const aTeamCalendar = (overrides: object = {}) =>
    aRoundRobin(owner, { members: [{ userId: rep.userId }, { userId: colleague.userId }], ...overrides });
  const locationOf = async (calendar: TestCalendar, user: TestUser): Promise<unknown> => {
    const { body } = await owner.get(`/v1/calendars/${calendar.id}`).expect(200);
    return body.members.find(({ userId }: { userId: string }) => userId === user.userId).meetingLocation;
  };
  const setOwn = (user: TestUser, calendar: TestCalendar, location: object, of = user) =>
    user.put(`/v1/calendars/${calendar.id}/members/${of.userId}/meeting-location`, location);

  describe('on one calendar', () => {
    it('is set by the member or an admin, and by nobody else', async () => {
      const calendar = await aTeamCalendar();
      const { body } = await setOwn(rep, calendar, { kind: 'phone', value: '+1 555 0100' }).expect(200);
      expect(body.version).toBe(2);
      expect(await locationOf(calendar, rep)).toEqual({ kind: 'phone', value: '+1 555 0100' });
      expect(await locationOf(calendar, colleague)).toEqual({ kind: 'default' });
      await setOwn(owner, calendar, { kind: 'address', value: '1 Main Street' }, rep).expect(200);
      await setOwn(colleague, calendar, { kind: 'phone' }, rep).expect(403);
      await setOwn(rep, calendar, { kind: 'default' }).expect(200);
      expect(await locationOf(calendar, rep)).toEqual({ kind: 'default' });
    });

    it.each([
      [{ kind: 'custom' }, '/value'],
      [{ kind: 'custom', value: '' }, '/value'],
      [{ kind: 'custom', value: null }, '/value'],
      [{ kind: 'address' }, '/value'],
      [{ kind: 'zoom', value: 'https://zoom.us/j/1' }, '/value'],
      [{ kind: 'default', value: 'x' }, '/value'],
      [{ kind: 'ask_booker', value: 'x' }, '/value'],
      [{ kind: 'gmeet' }, '/kind'],
      [{}, '/kind'],
      [{ kind: 'phone', passcode: 1 }, '/passcode'],
    ])('cannot be %j', async (location, pointer) => {
      const { body } = await setOwn(rep, await aTeamCalendar(), location).expect(422);
      expect(body.errors[0].pointer).toBe(pointer);
    });

    it('is nowhere for who is no member, on no calendar, or of another account', async () => {
      const calendar = await aTeamCalendar();
      const stranger = await anAccount(slotlink);
      await setOwn(owner, calendar, { kind: 'phone' }).expect(404);
      await setOwn(owner, calendar, { kind: 'phone' }, stranger).expect(404);
      await setOwn(stranger, calendar, { kind: 'phone' }).expect(404);
      await setOwn(rep, { ...calendar, id: NOBODY }, { kind: 'phone' }).expect(404);
      await setOwn(rep, { ...calendar, id: 'x' }, { kind: 'phone' }).expect(404);
    });

    it('goes by the version that was read', async () => {
      const calendar = await aTeamCalendar();
      await setOwn(rep, calendar, { kind: 'phone' }).set('if-match', '"7"').expect(412);
    });
  });

  describe('by Zoom', () => {
    it('sends who has not connected to connect, and back to the calendar', async () => {
      const calendar = await aTeamCalendar();
      const { body } = await setOwn(rep, calendar, ZOOM).expect(409);
      expect(body.type).toMatch(/\/zoom-not-connected$/);
      expect(body.detail).toContain('Rita Rep');
      const path = await consent(body.connectUrl, anEmail('zoom'));
      const back = await slotlink.http.get(path).set('accept', 'text/html').expect(302);
      expect(back.headers.location).toBe(`/app/calendars/${calendar.id}?zoom=connected`);
      await setOwn(rep, calendar, ZOOM).expect(200);
      expect(await locationOf(calendar, rep)).toEqual(ZOOM);
    });

    it('gives nobody the way into somebody else’s Zoom, but tells admins how to get them connected', async () => {
      const calendar = await aTeamCalendar();
      const { body } = await setOwn(owner, calendar, ZOOM, rep).expect(409);
      expect(body.connectUrl).toBeUndefined();
      expect(body.detail).toContain('Mail them a link');
      const [way] = body.ways;
      expect(body.ways).toEqual([{ userId: rep.userId, request: expect.any(String), loginAs: expect.any(String) }]);
      await owner.post(way.request).expect(202);
      await owner.post(way.loginAs, { reason: 'set-up' }).expect(201);

      const members = [owner, rep].map(({ userId }) => ({ userId, meetingLocation: ZOOM }));
      const both = await owner.post('/v1/calendars', { name: 'Ours', type: 'round_robin', members }).expect(409);
      expect(both.body).toMatchObject({ connectUrl: expect.any(String), ways: [{ userId: rep.userId }] });
      const own = await setOwn(rep, calendar, ZOOM).expect(409);
      expect(own.body.ways).toBeUndefined();
    });

    it('sends an admin who acts as the member to connect for them', async () => {
      const calendar = await aTeamCalendar();
      const acting = await actAs(slotlink, owner, rep);
      const { body } = await setOwn(acting, calendar, ZOOM, rep).expect(409);
      const back = await slotlink.http.get(await consent(body.connectUrl, rep.email)).expect(302);
      expect(back.headers.location).toBe(`/app/calendars/${calendar.id}?zoom=connected`);
      await setOwn(acting, calendar, ZOOM, rep).expect(200);
      await setOwn(owner, calendar, ZOOM, rep).expect(200);
    });

    it('is asked for when a calendar is made or changed, and only of those it is new to', async () => {
      const members = [{ userId: rep.userId, meetingLocation: ZOOM }, { userId: colleague.userId }];
      const input = { name: 'Call', type: 'round_robin', members };
      expect((await owner.post('/v1/calendars', input).expect(409)).body.detail).toContain('Rita Rep');
      await connectZoom(slotlink, rep);
      const { body: calendar } = await owner.post('/v1/calendars', input).expect(201);
      await rep.delete('/v1/me/integrations/zoom').expect(204);
      await owner.patch(`/v1/calendars/${calendar.id}`, { members: [...members].reverse() }).expect(200);
      const all = members.map((member) => ({ ...member, meetingLocation: ZOOM }));
      const { body } = await owner.patch(`/v1/calendars/${calendar.id}`, { members: all }).expect(409);
      expect(body.detail).toContain('Carl Colleague');
      expect(body.detail).not.toContain('Rita Rep');
    });

    it('leaves the way to connect open under an Idempotency-Key', async () => {
      const members = [{ userId: owner.userId, meetingLocation: ZOOM }];
      const { body } = await owner
        .post('/v1/calendars', { name: 'Own', type: 'round_robin', members })
        .set('idempotency-key', 'own-zoom')
        .expect(409);
      const path = await consent(body.connectUrl, anEmail('zoom'));
      await slotlink.http.get(path).set('accept', 'application/json').expect(200);
    });

    it('is shown to the public as the kind of place', async () => {
      await connectZoom(slotlink, rep);
      const members = [{ userId: rep.userId, meetingLocation: ZOOM, isOwner: true }, { userId: colleague.userId }];
      const kindsOf = async ({ slug }: TestCalendar) => {
        const { body } = await slotlink.http.get(`/v1/public/calendars/${slug}`).expect(200);
        return [body.locationKind, body.locationKinds];
      };
      expect(await kindsOf(await aRoundRobin(owner, { members }))).toEqual(['zoom', ['zoom', 'custom']]);
      expect(await kindsOf(await aCollective(owner, { members }))).toEqual(['zoom', ['zoom']]);
      expect(await kindsOf(await anUnassigned(owner, { location: { kind: 'ask_booker' } }))).toEqual([
        'ask_booker',
        ['ask_booker'],
      ]);
    });
  });

  describe('by default', () => {
    const setDefault = (who: TestUser, input: object, of = 'me') =>
      who.put(`/v1/users/${of}/default-meeting-location`, input);

    it('needs a connection for Zoom, and leads to it', async () => {
      const { body } = await setDefault(rep, ZOOM).expect(409);
      expect(body.type).toMatch(/\/zoom-not-connected$/);
      const path = await consent(body.connectUrl, anEmail('zoom'));
      const back = await slotlink.http.get(path).set('accept', 'text/html').expect(302);
      expect(back.headers.location).toBe('/app/profile/default-location?zoom=connected');
      const saved = await setDefault(rep, ZOOM).expect(200);
      expect(saved.body).toEqual({ defaultMeetingLocation: ZOOM, applied: false, calendarsThatDiffer: [] });
      const { body: me } = await rep.get('/v1/me').expect(200);
      expect(me.user.defaultMeetingLocation).toEqual(ZOOM);
    });

    it('asks about the calendars that say something else, and changes them when told', async () => {
      await connectZoom(slotlink, rep);
      const follows = await aTeamCalendar({ name: 'Follows' });
      const phone = await aTeamCalendar({ name: 'By phone' });
      const street = await aTeamCalendar({ name: 'In person' });
      await setOwn(rep, phone, { kind: 'phone' }).expect(200);
      await setOwn(colleague, phone, { kind: 'phone' }).expect(200);
      await setOwn(rep, street, { kind: 'address', value: '1 Main Street' }).expect(200);

      const asked = await setDefault(rep, ZOOM).expect(200);
      expect(asked.body).toEqual({
        defaultMeetingLocation: ZOOM,
        applied: false,
        calendarsThatDiffer: expect.arrayContaining([
          { calendarId: phone.id, name: 'By phone', current: { kind: 'phone' } },
          { calendarId: street.id, name: 'In person', current: { kind: 'address', value: '1 Main Street' } },
        ]),
      });
      expect(asked.body.calendarsThatDiffer).toHaveLength(2);
      expect(await locationOf(phone, rep)).toEqual({ kind: 'phone' });

      const none = await setDefault(rep, { ...ZOOM, applyToCalendars: 'none' }).expect(200);
      expect(none.body).toEqual({ defaultMeetingLocation: ZOOM, applied: true, changed: [], skipped: [] });

      const applyToCalendars = [phone.id, phone.id.toUpperCase(), follows.id, NOBODY];
      const some = await setDefault(rep, { ...ZOOM, applyToCalendars }).expect(200);
      expect(some.body).toEqual({
        defaultMeetingLocation: ZOOM,
        applied: true,
        changed: [phone.id],
        skipped: [
          { calendarId: follows.id, reason: 'follows-default' },
          { calendarId: NOBODY, reason: 'not-a-member' },
        ],
      });
      expect(await locationOf(phone, rep)).toEqual(ZOOM);
      expect(await locationOf(phone, colleague)).toEqual({ kind: 'phone' });
      expect(await locationOf(street, rep)).toEqual({ kind: 'address', value: '1 Main Street' });

      const all = await setDefault(rep, { ...ZOOM, applyToCalendars: 'all' }).expect(200);
      expect(all.body).toMatchObject({ changed: [street.id], skipped: [] });
      expect(await locationOf(street, rep)).toEqual(ZOOM);
      expect(await locationOf(follows, rep)).toEqual({ kind: 'default' });
    });

    it('leaves out calendars that make no meetings, and other people’s entries', async () => {
      await connectZoom(slotlink, rep);
      const phone = { kind: 'phone' };
      const members = [{ userId: rep.userId, meetingLocation: phone }];
      const yoga = await aClass(owner, { members });
      const own = await aPersonal(owner, { name: 'Rita alone', members });
      const call = await aTeamCalendar();
      await setOwn(rep, call, phone).expect(200);
      await setOwn(colleague, call, phone).expect(200);

      const { body: asked } = await setDefault(rep, ZOOM).expect(200);
      const differing = asked.calendarsThatDiffer.map(({ calendarId }: { calendarId: string }) => calendarId);
      expect(differing.sort()).toEqual([yoga.id, own.id, call.id].sort());
      const { body: all } = await setDefault(owner, { ...ZOOM, applyToCalendars: 'all' }, rep.userId).expect(200);
      expect(all.changed).toEqual([call.id]);
      const reason = 'zoom-needs-group-calendar';
      const skipped = [yoga.id, own.id].map((calendarId) => ({ calendarId, reason }));
      expect(all.skipped).toEqual(expect.arrayContaining(skipped));
      expect(all.skipped).toHaveLength(2);
      expect(await locationOf(yoga, rep)).toEqual(phone);
      expect(await locationOf(call, colleague)).toEqual(phone);
      const again = await setDefault(rep, { ...ZOOM, applyToCalendars: [call.id, yoga.id] }).expect(200);
      expect(again.body).toMatchObject({
        changed: [],
        skipped: [
          { calendarId: call.id, reason: 'already-set' },
          { calendarId: yoga.id, reason },
        ],
      });
    });

    it('is applied while calendars change, members come and go, and others do the same', async () => {
      await connectZoom(slotlink, rep);
      const entry = { userId: rep.userId, meetingLocation: { kind: 'phone' } };
      const other = { userId: colleague.userId, meetingLocation: { kind: 'phone' } };
      const calendars: TestCalendar[] = [];
      for (const name of ['One', 'Two', 'Three', 'Four']) {
        calendars.push(await aRoundRobin(owner, { name, members: [entry, other] }));
      }
      const [kept, left] = [calendars.slice(0, 2), calendars.slice(2)];
      const answers = await Promise.all([
        ...[1, 2, 3].map(() => setDefault(rep, { ...ZOOM, applyToCalendars: 'all' })),
        setDefault(colleague, { kind: 'ask_booker', applyToCalendars: 'all' }),
        ...left.map(({ id }) => owner.patch(`/v1/calendars/${id}`, { members: [other] })),
        ...kept.map(({ id }) => owner.patch(`/v1/calendars/${id}`, { name: 'Renamed' })),
      ]);
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      for (const calendar of kept) {
        expect(await locationOf(calendar, rep)).toEqual(ZOOM);
        const { body } = await owner.get(`/v1/calendars/${calendar.id}`).expect(200);
        expect(body.name).toBe('Renamed');
      }
      for (const calendar of left) {
        const { body } = await owner.get(`/v1/calendars/${calendar.id}`).expect(200);
        expect(body.members.map(({ userId }: { userId: string }) => userId)).toEqual([colleague.userId]);
      }
      const changed = answers.slice(0, 3).flatMap(({ body }) => body.changed as string[]);
      expect(new Set(changed).size).toBe(changed.length);
    });

    it('and the end of the user wait for each other', async () => {
      await connectZoom(slotlink, rep);
      const members = [{ userId: rep.userId, meetingLocation: { kind: 'phone' } }, { userId: colleague.userId }];
      const calendars: TestCalendar[] = [];
      for (const name of ['One', 'Two']) calendars.push(await aRoundRobin(owner, { name, members }));
      const [removed, ...set] = await Promise.all([
        owner.delete(`/v1/users/${rep.userId}`),
        ...[1, 2, 3].map(() => setDefault(owner, { ...ZOOM, applyToCalendars: 'all' }, rep.userId)),
      ]);
      expect(removed.status).toBe(204);
      for (const { status } of set) expect([200, 404, 409]).toContain(status);
      for (const calendar of calendars) {
        const { body } = await owner.get(`/v1/calendars/${calendar.id}`).expect(200);
        expect(body.members).toHaveLength(1);
      }
    });

    it('is set for others by admins only', async () => {
      await connectZoom(slotlink, rep);
      const stranger = await anAccount(slotlink);
      await setDefault(owner, ZOOM, rep.userId).expect(200);
      const { body } = await setDefault(owner, ZOOM, colleague.userId).expect(409);
      expect(body.type).toMatch(/\/zoom-not-connected$/);
      expect(body.connectUrl).toBeUndefined();
      await setDefault(colleague, { kind: 'phone' }, rep.userId).expect(403);
      await setDefault(stranger, { kind: 'phone' }, rep.userId).expect(404);
      await setDefault(owner, { kind: 'phone' }, NOBODY).expect(404);
      await setDefault(owner, { kind: 'phone' }, 'nobody').expect(404);
    });

    it.each([
      [{ kind: 'default' }, '/kind'],
      [{ kind: 'custom' }, '/value'],
      [{ kind: 'phone', applyToCalendars: 'some' }, '/applyToCalendars'],
      [{ kind: 'phone', applyToCalendars: ['x'] }, '/applyToCalendars'],
      [{ kind: 'phone', applyToCalendars: null }, '/applyToCalendars'],
      [{ kind: 'phone', applyToCalendars: {} }, '/applyToCalendars'],
    ])('cannot be %j', async (input, pointer) => {
      const { body } = await setDefault(rep, input).expect(422);
      expect(body.errors[0].pointer).toBe(pointer);
      const { body: me } = await rep.get('/v1/me').expect(200);
      expect(me.user.defaultMeetingLocation).toBeNull();
    });
  });

  describe('when they leave the account', () => {
    it('they leave its calendars', async () => {
      const calendar = await aTeamCalendar();
      await owner.delete(`/v1/users/${rep.userId}`).expect(204);
      const { body } = await owner.get(`/v1/calendars/${calendar.id}`).expect(200);
      expect(body.members.map(({ userId }: { userId: string }) => userId)).toEqual([colleague.userId]);
      expect(body.version).toBe(2);
      await owner.delete(`/v1/users/${colleague.userId}`).expect(204);
      await owner.patch(`/v1/calendars/${calendar.id}`, { name: 'Nobody here' }).expect(200);
      await slotlink.http.get(`/v1/public/calendars/${calendar.slug}`).expect(200);
    });

    it('they cannot while they own a collective', async () => {
      const members = [{ userId: rep.userId, isOwner: true }, { userId: colleague.userId }];
      const panel = await aCollective(owner, { name: 'The panel', members });
      const roundRobin = await aTeamCalendar();
      const { body } = await owner.delete(`/v1/users/${rep.userId}`).expect(409);
      expect(body).toMatchObject({
        type: expect.stringMatching(/\/owner-of-collective$/),
        calendars: [{ id: panel.id, name: 'The panel' }],
      });
      expect(await locationOf(roundRobin, rep)).toEqual({ kind: 'default' });
      await owner.delete(`/v1/calendars/${panel.id}`).expect(204);
      await owner.delete(`/v1/users/${rep.userId}`).expect(204);
    });
  });
});
