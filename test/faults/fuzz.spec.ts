import supertest from 'supertest';
import { book, TUESDAY_10 } from '../kit/booking';
import { aRoundRobin } from '../kit/calendars';
import { anAccount, anEmail, logIn, PASSWORD, type TestUser } from '../kit/identity';
import { SEED, seeded } from '../kit/seeded';
import { startTestApp, type TestApp } from '../kit/test-app';

/** Of changed bodies per route that takes one. */
const MUTATIONS = 40;

/** JSON texts rather than values: __proto__ and numbers that no literal survives are among them. */
const VALUES = [
  'null',
  'true',
  '0',
  '-1',
  '1.5',
  '1e308',
  '1e999',
  '9007199254740993',
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udfff tail"',
  '"\\u202e\\ufeff"',
  '"%00%ff"',
  '"\'; DROP TABLE slots; --"',
  '"[[contact.name]] {{user.email}}"',
  '"<script>alert(1)</script>"',
  '"__proto__"',
  '"constructor"',
  '"2026-11-24T15:00:00.000Z"',
  '"0000-01-01T00:00:00Z"',
  '"+275760-09-13T00:00:00.001Z"',
  '"P999999999Y"',
  '"-PT1S"',
  '"Europe/Berlin"',
  '"zoom"',
  '"00000000-0000-0000-0000-000000000000"',
  '"a@b"',
  JSON.stringify('x'.repeat(300)),
  JSON.stringify('é'.repeat(20_000)),
  '[]',
  '[null]',
  '[[[[[[]]]]]]',
  '[{"userId":null}]',
  `[${Array<string>(2_000).fill('1').join(',')}]`,
  '{}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{}}}',
  '{"kind":"zoom","value":{"deep":[]}}',
  '{"toString":1,"length":-1}',
  `${'['.repeat(200)}${']'.repeat(200)}`,
];

interface Schema {
  $ref?: string;
  type?: string;
  properties?: Record<string, Schema>;
}
interface Operation {
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}
interface Route {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  query: string[];
  fields: string[];
}

describe(`hostile input to every route (TEST_SEED=${SEED})`, () => {
  const random = seeded(SEED);
  const anyOf = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const offenders: string[] = [];
  let slotlink: TestApp;
  let owner: TestUser;
  let member: TestUser;
  let routes: Route[];
  /** What stands in a path: ids of ours, of strangers and of nobody, by the parameter's name. */
  let ids: string[];
  /** The one of ours that belongs there, by what stands before it, or its own name. */
  let fitting: Record<string, string>;
  let bodies: Record<string, object>;

  beforeAll(async () => {
    slotlink = await startTestApp({ env: { RATE_LIMITS: 'off' } });
    owner = await anAccount(slotlink);
    member = await owner.addUser();
    const questions = [{ id: 'q1', label: 'Why?' }];
    const members = [{ userId: member.userId }];
    const calendar = await aRoundRobin(owner, { members, questions, appointmentsPerSlot: 1000 });
    const appointment = await book(slotlink, calendar, TUESDAY_10);
    const stranger = await anAccount(slotlink);
    const theirs = await aRoundRobin(stranger);
    ids = [
      calendar.id,
      calendar.slug,
      appointment.id,
      appointment.publicToken,
      member.userId,
      theirs.id,
      stranger.userId,
    ];
    bodies = validBodies(calendar.id, member.userId);
    fitting = {
      calendars: calendar.id,
      appointments: appointment.id,
      users: member.userId,
      members: member.userId,
      token: appointment.publicToken,
    };
    routes = await routesOf(slotlink);
  }, 30_000);
  afterAll(() => slotlink.close());

  async function ask(who: string, route: Route, path: string, query: Record<string, string>, body?: string) {
    const token = who === 'public' ? null : (who === 'owner' ? owner : member).token;
    let request = supertest(slotlink.url)[route.method](path).query(query);
    if (token) request = request.set('authorization', `Bearer ${token}`);
    if (body !== undefined) request = request.set('content-type', 'application/json').send(body);
    // One that is granted never ends.
    if (route.path.endsWith('/stream')) request = request.set('last-event-id', 'x');
    const { status, headers, text } = await request.redirects(0).ok(() => true);
    const problem = headers['content-type']?.startsWith('application/problem+json') ?? false;
    const page = headers['content-type']?.startsWith('text/html') ?? false;
    if (status >= 500 || (status >= 400 && !problem && !page)) {
      offenders.push(
        `${status} ${who} ${route.method} ${path} ${JSON.stringify(query)} ${body?.slice(0, 300) ?? ''} → ${text.slice(0, 200)}`,
      );
    }
    await revive(who, status, route);
  }

  /** Some of it is allowed, and ends the session. */
  async function revive(who: string, status: number, { path }: Route) {
    const ended = status < 300 && (path.endsWith('/logout') || path.endsWith('/password'));
    if (ended && who === 'owner') owner = await logIn(slotlink, owner.email);
    if (ended && who === 'member') member = await logIn(slotlink, member.email);
  }

  const pathOf = ({ path }: Route, value: () => string) => path.replace(/\{\w+\}/g, () => encodeURIComponent(value()));
  const rightPath = ({ path }: Route) =>
    path.replace(
      /(\w+)\/\{(\w+)\}/g,
      (_, before: string, name: string) => `${before}/${fitting[name] ?? fitting[before] ?? 'x'}`,
    );
  const roles = ['owner', 'member', 'public'];
  const given = () => JSON.parse(anyOf(VALUES)) as unknown;
  /** Short enough for a URL: Node itself refuses 16 kB of headers before the application sees them. */
  const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 1_000);

  it('knows the routes', () => {
    expect(routes.length).toBeGreaterThan(50);
  });

  it.each(roles)(
    'of paths and queries, by %s',
    async (who) => {
      for (const route of routes) {
        const hostile = [
          ...ids,
          'x',
          '%00',
          '\ud800',
          '..',
          "'",
          'x'.repeat(290),
          '00000000-0000-0000-0000-000000000000',
        ];
        for (let i = 0; i < 6; i += 1) {
          const path = pathOf(route, () => wellFormed(anyOf(route.method === 'get' ? hostile : hostile.slice(5))));
          const query: Record<string, string> = {};
          for (const name of [...route.query, 'limit', 'cursor'])
            if (random() < 0.6) query[name] = wellFormed(asText(given()));
          await ask(who, route, path, query, route.fields.length > 0 ? '{}' : undefined);
        }
      }
      expect(offenders.splice(0)).toEqual([]);
    },
    60_000,
  );

  it.each(roles)(
    'of whole bodies, by %s',
    async (who) => {
      for (const route of routes.filter(({ fields }) => fields.length > 0)) {
        for (const value of VALUES.filter((_, i) => i % 3 === roles.indexOf(who))) {
          const path = pathOf(route, () => anyOf(ids));
          await ask(who, route, path, {}, value);
          await ask(
            who,
            route,
            path,
            {},
            `{${route.fields.map((name) => `${JSON.stringify(name)}:${value}`).join(',')}}`,
          );
        }
      }
      expect(offenders.splice(0)).toEqual([]);
    },
    60_000,
  );

  it.each(roles)(
    'of bodies that are right but for one place, by %s',
    async (who) => {
      for (const route of routes) {
        const right = bodies[`${route.method} ${route.path}`];
        if (!right) continue;
        for (let i = 0; i < MUTATIONS; i += 1) {
          const path = random() < 0.2 ? pathOf(route, () => anyOf(ids)) : rightPath(route);
          await ask(who, route, path, {}, mutated(JSON.stringify(right), anyOf(route.fields)));
        }
      }
      expect(offenders.splice(0)).toEqual([]);
    },
    60_000,
  );

  /** A known body with a hostile value somewhere in it, or added to it; now and then as it is. */
  function mutated(json: string, field: string): string {
    if (random() < 0.1) return json;
    if (random() < 0.3) return `${json.slice(0, -1)},${JSON.stringify(field)}:${anyOf(VALUES)}}`;
    const places = [...json.matchAll(/(?<=[:[,])("[^"]*"(?!:)|\d+|true|false|null)/g)];
    const { index, 0: old } = anyOf(places);
    return json.slice(0, index) + anyOf(VALUES) + json.slice(index + old.length);
  }
});

async function routesOf({ http }: TestApp): Promise<Route[]> {
  const { body } = await http.get('/openapi.json').expect(200);
  const schemas = body.components.schemas as Record<string, Schema>;
  return Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody }]) => {
      const schema = requestBody?.content['application/json']?.schema;
      const named = schemas[schema?.$ref?.split('/').at(-1) ?? ''];
      const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
      return { method: method as Route['method'], path, query, fields: Object.keys(named?.properties ?? {}) };
    }),
  );
}

/** A lone surrogate can't stand in a URL. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}

function validBodies(calendarId: string, userId: string): Record<string, object> {
  const contact = { name: 'Petra Prospect', email: 'petra@example.com', phone: '+49 30 901820', smsConsent: true };
  const rules = [
    { type: 'weekday', day: 'monday', intervals: [{ from: '09:00', to: '17:00' }] },
    { type: 'date', date: '2026-12-24', intervals: [] },
  ];
  const travel = [{ from: '2026-12-01', to: '2026-12-05', timezone: 'Asia/Tokyo' }];
  const settings = {
    name: 'Call',
    slotDuration: 'PT30M',
    slotInterval: 'PT15M',
    slotOffset: 'PT5M',
    appointmentsPerHostPerDay: 9,
    stickyContact: true,
    lookBusyPercent: 10,
    minimumNotice: 'PT1H',
    bookingWindow: '2026-11-01/2026-12-31',
    distribution: { strategy: 'equal', window: 'P1D', maxLead: 3 },
    eventTitle: '[[contact.name]]',
    fallbackLocation: { kind: 'custom', value: 'later' },
    zoom: { waitingRoom: true, autoRecording: 'none' },
    questions: [{ id: 'q1', label: 'Why?', type: 'text', required: false }],
    members: [
      { userId, priority: 'low', weight: 1, isOwner: false, optional: false, meetingLocation: { kind: 'phone' } },
    ],
  };
  const booking = {
    start: '2026-11-25T15:00:00.000Z',
    timezone: 'Europe/Berlin',
    contact,
    guests: [{ name: 'Gus', email: 'gus@example.com' }],
    notes: 'n',
    answers: { q1: 'because' },
    source: { utm_source: 'x' },
  };
  const staff = {
    ...booking,
    location: { kind: 'custom', value: 'x' },
    calendarId,
    title: 't',
    hostUserId: userId,
    status: 'new',
    notify: false,
  };
  return {
    'post /v1/signup': { accountName: 'A', timezone: 'UTC', name: 'N', email: anEmail(), password: PASSWORD },
    'post /v1/auth/login': { email: anEmail(), password: 'x', accountId: calendarId },
    'post /v1/users': { name: 'N', email: anEmail(), password: PASSWORD, role: 'member', timezone: 'UTC' },
    'patch /v1/users/{id}': { name: 'N', timezone: 'UTC', phone: '+49 30 901820' },
    'post /v1/calendars': { type: 'round_robin', ...settings },
    'patch /v1/calendars/{id}': settings,
    'put /v1/calendars/{id}/members/{userId}/meeting-location': { kind: 'custom', value: 'x' },
    'post /v1/schedules': { name: 'S', timezone: 'UTC', rules, travel },
    'put /v1/users/{id}/schedule': { timezone: 'Europe/Berlin', rules, travel },
    'put /v1/users/{id}/default-meeting-location': { kind: 'custom', value: 'x', applyToCalendars: [calendarId] },
    'post /v1/contacts': contact,
    'patch /v1/contacts/{id}': contact,
    'post /v1/appointments': { ...staff, end: '2026-11-25T15:30:00.000Z', overrideAvailability: true },
    'patch /v1/appointments/{id}': { title: 't', notes: 'n', status: 'confirmed', end: '2026-11-24T16:00:00.000Z' },
    'post /v1/appointments/{id}/reschedule': { start: '2026-11-25T15:00:00.000Z', hostUserId: userId, timezone: 'UTC' },
    'post /v1/appointments/{id}/cancel': { reason: 'x' },
    'post /v1/public/calendars/{slug}/appointments': booking,
    'post /v1/public/calendars/{slug}/holds': { start: '2026-11-26T15:00:00.000Z' },
    'post /v1/me/integrations/zoom/connect': { returnTo: 'profile' },
    'post /v1/users/{id}/integrations/zoom/release': { reason: 'x' },
    'post /v1/public/appointments/{token}/reschedule': { start: '2026-11-25T15:00:00.000Z', timezone: 'UTC' },
    'post /v1/public/appointments/{token}/cancel': { reason: 'x' },
  };
}
