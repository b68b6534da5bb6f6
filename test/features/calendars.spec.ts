import type supertest from 'supertest';
import { aCollective, aRoundRobin, anUnassigned, newHosts } from '../kit/calendars';
import { type TestUser, anAccount } from '../kit/identity';
import { type TestApp, startTestApp } from '../kit/test-app';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('calendars', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const refusal = async (input: object) => {
    const { status, body } = await owner.post('/v1/calendars', input);
    return { status, type: String(body.type).split('/').at(-1), pointers: pointersOf(body) };
  };

  describe('making one', () => {
    it('needs only a name, a type and members; the rest has the defaults of the contract', async () => {
      const [host] = await newHosts(owner, 1);
      const { body, headers } = await owner
        .post('/v1/calendars', { name: 'Intro', type: 'round_robin', members: [{ userId: host!.userId }] })
        .expect(201);
      const { id, slug, createdAt, ...rest } = body;
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      expect(slug).toBe('intro');
      expect(createdAt).toBe('2026-11-23T08:00:00.000Z');
      expect(headers.etag).toBe('"1"');
      expect(rest).toEqual({
        warnings: [],
        name: 'Intro',
        type: 'round_robin',
        timezone: 'America/New_York',
        active: true,
        slotDuration: 'PT30M',
        slotInterval: 'PT30M',
        slotOffset: 'PT0M',
        preBuffer: 'PT0M',
        postBuffer: 'PT0M',
        appointmentsPerSlot: 1,
        appointmentsPerDay: null,
        appointmentsPerHostPerDay: null,
        minimumNotice: 'PT0M',
        bookingWindow: 'P60D',
        autoConfirm: true,
        allowReschedule: true,
        allowCancellation: true,
        changeCutoff: 'PT0M',
        distribution: { strategy: 'availability', window: 'P1D', maxLead: 3 },
        stickyContact: false,
        lookBusyPercent: 0,
        eventTitle: '[[contact.name]] and [[user.name]]',
        location: null,
        fallbackLocation: { kind: 'custom', value: 'The host will send you the details' },
        notifications: { booked: true, rescheduled: true, cancelled: true },
        zoom: {
          waitingRoom: true,
          joinBeforeHost: false,
          autoRecording: 'none',
          onChangedInZoom: 'restore',
          joinLinks: 'shared',
          oneLinkForSeries: false,
        },
        questions: [],
        scheduleId: null,
        version: 1,
        members: [
          {
            userId: host!.userId,
            priority: 'medium',
            weight: 100,
            isOwner: false,
            optional: false,
            meetingLocation: { kind: 'default' },
          },
        ],
      });
      await owner.get(`/v1/calendars/${id}`).expect(200, body);
    });

    it('keeps everything it is told', async () => {
      const { body: schedule } = await owner
        .post('/v1/schedules', { name: 'Late', timezone: 'Asia/Kathmandu', rules: [] })
        .expect(201);
      const told = {
        name: 'Everything',
        slug: 'everything-there-is',
        timezone: 'Asia/Kathmandu',
        active: false,
        slotDuration: 'PT45M',
        slotInterval: 'PT15M',
        slotOffset: 'PT10M',
        preBuffer: 'PT5M',
        postBuffer: 'PT10M',
        appointmentsPerSlot: 20,
        appointmentsPerDay: 8,
        minimumNotice: 'P1M',
        bookingWindow: 'P1Y',
        autoConfirm: false,
        allowReschedule: false,
        allowCancellation: false,
        changeCutoff: 'P1D',
        distribution: { strategy: 'equal', window: 'P7D', maxLead: 1 },
        lookBusyPercent: 35,
        eventTitle: '{{calendar.name}} with [[contact.first_name | you]]',
        location: { kind: 'address', value: '1 Main Street' },
        fallbackLocation: { kind: 'phone', value: '+1 555 0100' },
        notifications: { booked: false, rescheduled: true, cancelled: false },
        zoom: { waitingRoom: false, joinBeforeHost: true, autoRecording: 'cloud', onChangedInZoom: 'accept' },
        questions: [{ id: 'size', label: 'Team size?', type: 'choice', required: true, options: ['1', '2+'] }],
        scheduleId: schedule.id,
      };
      expect(await anUnassigned(owner, told)).toMatchObject({ ...told, type: 'unassigned', members: [] });
    });

    it('takes an interval that is not given from the duration', async () => {
      expect(await aRoundRobin(owner, { slotDuration: 'PT1H' })).toMatchObject({ slotInterval: 'PT1H' });
    });

    it('answers a repeated request with the first calendar', async () => {
      const create = () =>
        owner
          .post('/v1/calendars', { name: 'Once', type: 'unassigned', location: { kind: 'phone' } })
          .set('idempotency-key', 'make-it-once');
      const { body: first } = await create().expect(201);
      const again = await create().expect(201, first);
      expect(again.headers['idempotency-replayed']).toBe('true');
    });
  });

  describe('slugs', () => {
    it('come from the name, readable and never twice', async () => {
      expect((await anUnassigned(owner, { name: '  Café — Größe & Co.  ' })).slug).toBe('cafe-gro-e-co');
      expect((await anUnassigned(owner, { name: '日本' })).slug).toMatch(/^calendar(-[0-9a-f]{8})?$/);
      const [first, second] = [
        await anUnassigned(owner, { name: 'Same name' }),
        await anUnassigned(owner, { name: 'Same name' }),
      ];
      expect(first.slug).toBe('same-name');
      expect(second.slug).toMatch(/^same-name-[0-9a-f]{8}$/);
      const lookalike = await anUnassigned(owner, { name: '6f9619ff-8b86-d011-b42d-00c04fc964ff' });
      await slotlink.http.get(`/v1/public/calendars/${lookalike.slug}`).expect(200);
      expect(lookalike.slug).toBe('calendar-6f9619ff-8b86-d011-b42d-00c04fc964ff');
    });

    it('are unique on the server, also when many want one at once', async () => {
      const other = await anAccount(slotlink);
      const wanted = { name: 'Race', type: 'unassigned', slug: 'the-race', location: { kind: 'phone' } };
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, i) => (i % 2 ? owner : other).post('/v1/calendars', wanted)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(11).fill(409)]);
      const refused = answers.find(({ status }) => status === 409)!.body;
      expect(refused.type).toMatch(/\/slug-taken$/);
      const unnamed = { name: 'Crowd', type: 'unassigned', location: { kind: 'phone' } };
      const crowd = await Promise.all(Array.from({ length: 12 }, () => owner.post('/v1/calendars', unnamed)));
      expect(new Set(crowd.map(({ body }) => body.slug)).size).toBe(12);
    });

    it('cannot be moved onto another calendar’s, and are free again after it is deleted', async () => {
      const taken = await anUnassigned(owner, { slug: 'front-door' });
      const mine = await anUnassigned(owner);
      const { body } = await owner.patch(`/v1/calendars/${mine.id}`, { slug: 'front-door' }).expect(409);
      expect(body.type).toMatch(/\/slug-taken$/);
      await owner.delete(`/v1/calendars/${taken.id}`).expect(204);
      await owner.patch(`/v1/calendars/${mine.id}`, { slug: 'front-door' }).expect(200);
    });

    it.each(['Upper', 'two--hyphens', '-edge', 'edge-', 'ünicode', 'a'.repeat(81), '', 5, null, NOBODY])(
      'cannot be %p',
      async (slug) => {
        expect(await refusal({ name: 'X', type: 'unassigned', location: { kind: 'phone' }, slug })).toEqual({
          status: 422,
          type: 'invalid',
          pointers: ['/slug'],
        });
      },
    );
  });

  describe('what it refuses', () => {
    const phone = { kind: 'phone' };
    it.each([
      ['a duration that is a number', { slotDuration: 30 }, '/slotDuration'],
      ['no duration at all', { slotDuration: 'half an hour' }, '/slotDuration'],
      ['a duration of nothing', { slotDuration: 'PT0M' }, '/slotDuration'],
      ['a duration over a day', { slotDuration: 'PT24H1M' }, '/slotDuration'],
      ['a duration without one length', { slotDuration: 'P1D' }, '/slotDuration'],
      ['a negative duration', { slotDuration: '-PT30M' }, '/slotDuration'],
      ['an interval of seconds', { slotInterval: 'PT30S' }, '/slotInterval'],
      ['an interval off the minute', { slotInterval: 'PT90S' }, '/slotInterval'],
      ['a negative buffer', { preBuffer: '-PT5M' }, '/preBuffer'],
      ['a buffer over a day', { postBuffer: 'PT25H' }, '/postBuffer'],
      ['notice over a year', { minimumNotice: 'P13M' }, '/minimumNotice'],
      ['a window over two years', { bookingWindow: 'P731D' }, '/bookingWindow'],
      [
        'a window of two dates that ends before it begins',
        { bookingWindow: '2026-12-24/2026-12-01' },
        '/bookingWindow',
      ],
      ['a window of a date that is none', { bookingWindow: '2026-02-30/2026-03-01' }, '/bookingWindow'],
      ['a window of three dates', { bookingWindow: '2026-12-01/2026-12-02/2026-12-03' }, '/bookingWindow'],
      ['a window of ten years', { bookingWindow: '2026-12-01/2036-12-01' }, '/bookingWindow'],
      ['a window to the end of time', { bookingWindow: '9999-12-01/9999-12-31' }, '/bookingWindow'],
      ['an offset of a day', { slotOffset: 'PT24H' }, '/slotOffset'],
      ['an offset off the minute', { slotOffset: 'PT30S' }, '/slotOffset'],
      ['a cap of nothing per host', { appointmentsPerHostPerDay: 0 }, '/appointmentsPerHostPerDay'],
      ['stickiness as text', { stickyContact: 'yes' }, '/stickyContact'],
      ['an empty window', { bookingWindow: 'P0D' }, '/bookingWindow'],
      ['a negative cut-off', { changeCutoff: '-PT1H' }, '/changeCutoff'],
      ['an unknown zone', { timezone: 'Mars/Olympus' }, '/timezone'],
      ['a zone that is a list', { timezone: ['UTC'] }, '/timezone'],
      ['no seats', { appointmentsPerSlot: 0 }, '/appointmentsPerSlot'],
      ['too many seats', { appointmentsPerSlot: 1001 }, '/appointmentsPerSlot'],
      ['half a seat', { appointmentsPerSlot: 1.5 }, '/appointmentsPerSlot'],
      ['seats as text', { appointmentsPerSlot: '2' }, '/appointmentsPerSlot'],
      ['a share over the whole', { lookBusyPercent: 101 }, '/lookBusyPercent'],
      ['an unknown strategy', { distribution: { strategy: 'fair' } }, '/distribution/strategy'],
      ['a distribution that is a list', { distribution: [] }, '/distribution'],
      ['an unknown field', { colour: 'red' }, '/colour'],
      ['an unknown field inside', { zoom: { passcode: '1' } }, '/zoom/passcode'],
      ['a flag as text', { active: 'yes' }, '/active'],
      ['an unknown custom value', { eventTitle: 'With [[contact.shoe_size]]' }, '/eventTitle'],
      ['an unclosed custom value', { eventTitle: 'With [[contact.name' }, '/eventTitle'],
      ['an endless title', { eventTitle: 'x'.repeat(10_000) }, '/eventTitle'],
      ['an empty title', { eventTitle: ' \n ' }, '/eventTitle'],
      ['an empty name', { name: '  ' }, '/name'],
      ['a name of 10,000 characters', { name: 'n'.repeat(10_000) }, '/name'],
      ['a name that is an object', { name: { first: 'x' } }, '/name'],
      ['an unknown type', { type: 'webinar' }, '/type'],
      ['a fallback on Zoom', { fallbackLocation: { kind: 'zoom' } }, '/fallbackLocation/kind'],
      ['a fallback on the default', { fallbackLocation: { kind: 'default' } }, '/fallbackLocation/kind'],
      [
        'a fallback that says nothing',
        { fallbackLocation: { kind: 'custom', value: null } },
        '/fallbackLocation/value',
      ],
      ['a schedule that is not there', { scheduleId: NOBODY }, '/scheduleId'],
      ['a schedule that cannot be', { scheduleId: 'late' }, '/scheduleId'],
      [
        'a question twice',
        {
          questions: [
            { id: 'q', label: 'A' },
            { id: 'q', label: 'B' },
          ],
        },
        '/questions/1/id',
      ],
      ['a choice of nothing', { questions: [{ label: 'A', type: 'choice' }] }, '/questions/0/options'],
      ['a question of null', { questions: [null] }, '/questions'],
      ['no place at all', { location: null }, '/location'],
      ['a place without words', { location: { kind: 'custom' } }, '/location/value'],
      ['a place of 2,001 characters', { location: { kind: 'custom', value: 'x'.repeat(2001) } }, '/location/value'],
      ['a place at nobody’s default', { location: { kind: 'default' } }, '/location/kind'],
      ['members of an unassigned calendar', { members: [{ userId: NOBODY }] }, '/members'],
    ])('%s', async (_, wrong, pointer) => {
      const answer = await refusal({ name: 'Wrong', type: 'unassigned', location: phone, ...wrong });
      expect(answer).toMatchObject({ status: 422, type: 'invalid' });
      expect(answer.pointers).toContain(pointer);
    });

    it('members that cannot be', async () => {
      const foreigner = await anAccount(slotlink);
      const [host, second] = await newHosts(owner, 2);
      const [a, b] = [{ userId: host!.userId }, { userId: second!.userId }];
      const roundRobin = (members: unknown) => refusal({ name: 'RR', type: 'round_robin', members });
      const collective = (members: unknown) => refusal({ name: 'Panel', type: 'collective', members });
      const invalid = (...pointers: string[]) => ({ status: 422, type: 'invalid', pointers });
      expect(await roundRobin(undefined)).toEqual(invalid('/members'));
      expect(await roundRobin([])).toEqual(invalid('/members'));
      expect(await roundRobin(null)).toEqual(invalid('/members'));
      expect(await roundRobin([null])).toEqual(invalid('/members'));
      expect(await roundRobin([[a]])).toEqual(invalid('/members'));
      expect(await roundRobin([{}])).toEqual(invalid('/members/0/userId'));
      expect(await roundRobin([a, { userId: 'me' }])).toEqual(invalid('/members/1/userId'));
      expect(await roundRobin([a, { userId: foreigner.userId }])).toEqual(invalid('/members/1/userId'));
      expect(await roundRobin([a, { userId: a.userId.toUpperCase() }])).toEqual(invalid('/members/1/userId'));
      expect(await roundRobin([{ ...a, weight: 0 }])).toEqual(invalid('/members/0/weight'));
      expect(await roundRobin([{ ...a, priority: 'urgent' }])).toEqual(invalid('/members/0/priority'));
      expect(await roundRobin([{ ...a, meetingLocation: { kind: 'custom' } }])).toEqual(
        invalid('/members/0/meetingLocation/value'),
      );
      expect(await roundRobin([{ ...a, meetingLocation: { kind: 'ask_booker', value: 'x' } }])).toEqual(
        invalid('/members/0/meetingLocation/value'),
      );
      expect(await collective([{ ...a, isOwner: true }])).toEqual(invalid('/members'));
      expect(await collective([a, b])).toEqual(invalid('/members'));
      expect(await collective([a, b].map((one) => ({ ...one, isOwner: true })))).toEqual(invalid('/members'));
      expect((await refusal({ name: 'RR', type: 'round_robin', members: [a], location: phone })).pointers).toEqual([
        '/location',
      ]);
    });

    it('dynamic Zoom on a calendar that makes no meetings', async () => {
      const answer = await refusal({ name: 'Open', type: 'unassigned', location: { kind: 'zoom' } });
      expect(answer).toEqual({ status: 422, type: 'zoom-needs-group-calendar', pointers: ['/location'] });
    });

    it('what is not an object, and what only pretends to be one', async () => {
      for (const body of ['[]', '"x"', '5', 'null', '{"name"', '{"__proto__":{"name":"x"},"name":"x"}']) {
        const answer = await slotlink.http
          .post('/v1/calendars')
          .set({ authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' })
          .send(body);
        expect([body, answer.status]).toEqual([body, 422]);
      }
      const answer = await refusal({
        name: 'x',
        type: 'unassigned',
        constructor: 'x',
        toString: 'y',
        hasOwnProperty: 1,
      });
      expect(answer.status).toBe(422);
    });
  });

  describe('changing one', () => {
    it('merges what is sent, returns null to the default and replaces members whole', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2, slotDuration: 'PT1H', minimumNotice: 'PT4H' });
      const [stays, goes] = calendar.members;
      const { body, headers } = await owner
        .patch(`/v1/calendars/${calendar.id}`, {
          distribution: { strategy: 'equal' },
          zoom: { waitingRoom: false, joinBeforeHost: null },
          fallbackLocation: { value: 'Call us' },
          minimumNotice: null,
          slotInterval: null,
          appointmentsPerDay: 5,
          members: [{ userId: stays.userId, weight: 50 }],
        })
        .expect(200);
      expect(body).toEqual({
        ...calendar,
        distribution: { strategy: 'equal', window: 'P1D', maxLead: 3 },
        zoom: { ...calendar.zoom, waitingRoom: false, joinBeforeHost: false },
        fallbackLocation: { kind: 'custom', value: 'Call us' },
        minimumNotice: 'PT0M',
        slotInterval: 'PT1H',
        appointmentsPerDay: 5,
        members: [{ ...stays, weight: 50 }],
        version: 2,
      });
      expect(headers.etag).toBe('"2"');
      expect(JSON.stringify(body)).not.toContain(goes.userId);
      await owner.get(`/v1/calendars/${calendar.id}`).expect(200, body);
    });

    it('a location of another kind does not inherit the value', async () => {
      const calendar = await anUnassigned(owner);
      const change = (location: object) => owner.patch(`/v1/calendars/${calendar.id}`, { location });
      const { body } = await change({ kind: 'phone' }).expect(200);
      expect(body.location).toEqual({ kind: 'phone' });
      await change({ kind: 'address' }).expect(422);
    });

    it('counts no version for what changes nothing', async () => {
      const calendar = await aRoundRobin(owner);
      const { body } = await owner.patch(`/v1/calendars/${calendar.id}`, {
        name: calendar.name,
        members: calendar.members,
      });
      expect(body).toEqual(calendar);
      await owner.patch(`/v1/calendars/${calendar.id}`, {}).expect(200, calendar);
    });

    it('goes by the version that was read', async () => {
      const calendar = await anUnassigned(owner);
      const change = (name: string, match: string) =>
        owner.patch(`/v1/calendars/${calendar.id}`, { name }).set('if-match', match);
      await change('Second', '"1"').expect(200);
      const { body } = await change('Third', '"1"').expect(412);
      expect(body).toMatchObject({ type: expect.stringMatching(/\/stale-version$/), version: 2 });
      await change('Third', 'latest').expect(422);
      await owner.delete(`/v1/calendars/${calendar.id}`).set('if-match', '"1"').expect(412);
      const both = await Promise.all([change('A', '"2"'), change('B', '"2"')]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    });

    it('changes its type only into something whole', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2 });
      const change = (patch: object) => owner.patch(`/v1/calendars/${calendar.id}`, patch);
      expect(pointersOf((await change({ type: 'collective' }).expect(422)).body)).toEqual(['/members']);
      expect(pointersOf((await change({ type: 'unassigned' }).expect(422)).body)).toEqual(['/location', '/members']);
      const location = { kind: 'custom', value: 'https://example.com' };
      await change({ type: 'unassigned', members: [], location }).expect(200);
      const { body } = await change({ type: 'round_robin', members: calendar.members }).expect(200);
      expect(body).toMatchObject({ type: 'round_robin', location: null });
    });

    it.each([{ name: null }, { type: null }, { members: null }, { slug: null }])(
      'does not clear: %j',
      async (patch) => {
        const calendar = await aRoundRobin(owner);
        const { body } = await owner.patch(`/v1/calendars/${calendar.id}`, patch).expect(422);
        expect(pointersOf(body)).toEqual([`/${Object.keys(patch)[0]}`]);
      },
    );

    it('takes no other choice for future appointments than the contract’s', async () => {
      const { id } = await anUnassigned(owner);
      const { body } = await owner.delete(`/v1/calendars/${id}?future=forget`).expect(422);
      expect(pointersOf(body)).toEqual(['/future']);
      await owner.patch(`/v1/calendars/${id}?future=keep`, { name: 'Kept' }).expect(200);
    });
  });

  describe('deleting one', () => {
    it('hides it everywhere', async () => {
      const calendar = await aRoundRobin(owner);
      await owner.delete(`/v1/calendars/${calendar.id}`).expect(204);
      await owner.get(`/v1/calendars/${calendar.id}`).expect(404);
      await owner.patch(`/v1/calendars/${calendar.id}`, { name: 'Back' }).expect(404);
      await owner.delete(`/v1/calendars/${calendar.id}`).expect(404);
      await slotlink.http.get(`/v1/public/calendars/${calendar.slug}`).expect(404);
      await slotlink.http.get(`/v1/public/calendars/${calendar.id}`).expect(404);
      const { body } = await owner.get('/v1/calendars?limit=200').expect(200);
      expect(body.items.map(({ id }: { id: string }) => id)).not.toContain(calendar.id);
    });
  });

  describe('the public’s view', () => {
    it('names no host and no account', async () => {
      const calendar = await aCollective(owner, { name: 'Show me', questions: [{ label: 'Why?' }] });
      const expected = {
        id: calendar.id,
        slug: calendar.slug,
        name: 'Show me',
        type: 'collective',
        active: true,
        slotDuration: 'PT30M',
        timezone: 'America/New_York',
        locationKind: 'custom',
        locationKinds: ['custom'],
        questions: [{ id: 'q1', label: 'Why?', help: null, type: 'text', required: false, options: [] }],
      };
      await slotlink.http.get(`/v1/public/calendars/${calendar.slug}`).expect(200, expected);
      await slotlink.http.get(`/v1/public/calendars/${calendar.id}`).expect(200, expected);
      await slotlink.http.get('/v1/public/calendars/no-such-calendar').expect(404);
      await slotlink.http.get(`/v1/public/calendars/${encodeURIComponent("'; DROP TABLE calendars")}`).expect(404);
    });

    it('says that an inactive calendar is inactive', async () => {
      const { slug } = await anUnassigned(owner, { active: false });
      const { body } = await slotlink.http.get(`/v1/public/calendars/${slug}`).expect(200);
      expect(body.active).toBe(false);
    });
  });

  describe('who may', () => {
    it('members read, admins manage, nobody else knows', async () => {
      const calendar = await aRoundRobin(owner);
      const member = await owner.addUser();
      const admin = await owner.addUser({ role: 'admin' });
      const stranger = await anAccount(slotlink);
      const path = `/v1/calendars/${calendar.id}`;
      await member.get(path).expect(200, calendar);
      await member.patch(path, { name: 'Mine' }).expect(403);
      await member.delete(path).expect(403);
      await member.post('/v1/calendars', { name: 'X', type: 'unassigned', location: { kind: 'phone' } }).expect(403);
      await admin.patch(path, { name: 'Ours' }).expect(200);
      for (const request of [
        stranger.get(path),
        stranger.patch(path, { name: 'Theirs' }),
        stranger.delete(path),
        stranger.put(`${path}/members/${stranger.userId}/meeting-location`, { kind: 'phone' }),
      ]) {
        expect((await request).status).toBe(404);
      }
      const { body } = await stranger.get('/v1/calendars').expect(200);
      expect(body).toEqual({ items: [], nextCursor: null });
      await slotlink.http.get(path).expect(401);
    });

    it('lists them page by page', async () => {
      const account = await anAccount(slotlink);
      const made = [await anUnassigned(account), await anUnassigned(account), await aRoundRobin(account)];
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const page: supertest.Response = await account.get(`/v1/calendars?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
        ids.push(...page.body.items.map(({ id }: { id: string }) => id));
        cursor = page.body.nextCursor;
      } while (cursor);
      expect(ids.sort()).toEqual(made.map(({ id }) => id).sort());
    });
  });
});

function pointersOf(problem: { errors?: { pointer: string }[] }): string[] {
  return (problem.errors ?? []).map(({ pointer }) => pointer);
}
