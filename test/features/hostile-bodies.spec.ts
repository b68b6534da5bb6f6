import type { TestUser } from '../kit/identity';
import { PASSWORD, anAccount, anEmail } from '../kit/identity';
import { type TestRoute, askWhole, routesOf } from '../kit/routes';
import { changedSince, snapshot, stopIntervals } from '../kit/snapshot';
import { type TestApp, startTestApp } from '../kit/test-app';
import { type WholeAccount, aWholeAccount, rowOfField, rowOfParameter } from '../kit/whole-account';

/** What a client must never set by naming it. */
const ASSIGNED: Record<string, unknown> = {
  ...{ id: '00000000-0000-4000-8000-000000000000', accountId: '00000000-0000-4000-8000-000000000000' },
  ...{ version: 99, createdAt: '2020-01-01T00:00:00Z', deletedAt: null, passwordHash: '$argon2id$', tokenHash: 'x' },
  ...{ actorId: '00000000-0000-4000-8000-000000000000', isAdmin: true, constructor: { prototype: { isAdmin: true } } },
};
/** As a parser reads it: a field of the object, not its prototype. */
const PROTO = JSON.parse('{"__proto__": {"role": "owner"}}') as object;
/** More than any text of ours may have. */
const LONG = 'x'.repeat(60_000);

describe('bodies that ask for more than they may', () => {
  let slotlink: TestApp;
  let ours: WholeAccount;
  let takers: TestRoute[];
  beforeAll(async () => {
    slotlink = await startTestApp({ env: { RATE_LIMITS: 'off' } });
    stopIntervals(slotlink);
    ours = await aWholeAccount(slotlink, 'Ours');
    takers = routesOf(slotlink).filter(({ takesBody }) => takesBody);
    expect(takers.length).toBeGreaterThan(20);
  });
  afterAll(() => slotlink.close());

  const pathOf = ({ path, parameters, isPublic }: TestRoute) =>
    parameters.reduce((filled, name) => {
      return filled.replace(`:${name}`, isPublic ? 'nobody' : rowOfParameter(ours, path, name));
    }, path);

  /** What is wrong with the answer: not 422, the field not named, or something changed; null when nothing is. */
  async function complaint(route: TestRoute, body: object, pointer: string): Promise<string | null> {
    const before = await snapshot(slotlink);
    const rowOf = (field: string) => rowOfField(ours, field);
    const { status, text } = await askWhole(slotlink, route, pathOf(route), ours.owner.token, rowOf, body);
    const changed = await changedSince(slotlink, before);
    const named = text.includes(`"pointer":"${pointer}`);
    if (status === 422 && named && changed.length === 0) return null;
    return `${route.method} ${route.path} with ${pointer}: ${status} ${text.slice(0, 200)}; it changed [${changed.join()}]`;
  }

  it('are refused by name wherever they set what is not theirs to set', async () => {
    const complaints: (string | null)[] = [];
    for (const route of takers) {
      const foreign = Object.entries(ASSIGNED).filter(([field]) => !(field in route.fields));
      for (const [field, value] of foreign) complaints.push(await complaint(route, { [field]: value }, `/${field}`));
      complaints.push(await complaint(route, PROTO, '/__proto__'));
    }
    expect(complaints.filter(Boolean)).toEqual([]);
  }, 120_000);

  it('are refused by name wherever a text is too long', async () => {
    const complaints: (string | null)[] = [];
    for (const route of takers) {
      for (const [field, { type }] of Object.entries(route.fields)) {
        if (type === 'string') complaints.push(await complaint(route, { [field]: LONG }, `/${field}`));
      }
    }
    expect(complaints.filter(Boolean)).toEqual([]);
  }, 120_000);

  it.each([
    'jürgen@example.com',
    'ａｄｍｉｎ@example.com',
    'a@exämple.com',
    '\u212Aim@example.com',
    'a@example.com\u202e',
  ])('are refused with the e-mail %j, which others could take for another', async (email) => {
    const complaints: (string | null)[] = [];
    for (const route of takers.filter(({ fields }) => fields.email?.format === 'email')) {
      complaints.push(await complaint(route, { email }, '/email'));
    }
    expect(complaints.length).toBeGreaterThan(2);
    expect(complaints.filter(Boolean)).toEqual([]);
  });

  describe('and role', () => {
    let owner: TestUser;
    let admin: TestUser;
    let member: TestUser;
    beforeEach(async () => {
      owner = await anAccount(slotlink);
      admin = await owner.addUser({ role: 'admin' });
      member = await owner.addUser();
    });
    const people = () => ({ owner, admin, member });
    type Name = keyof ReturnType<typeof people>;

    it.each<[Name, Name, object]>([
      ['member', 'member', { role: 'owner' }],
      ['member', 'member', { role: 'admin' }],
      ['member', 'member', { role: 'admin', name: 'Also renamed' }],
      ['member', 'admin', { role: 'member' }],
      ['member', 'owner', { name: 'Renamed' }],
      ['admin', 'admin', { role: 'owner' }],
      ['admin', 'member', { role: 'owner' }],
      ['admin', 'owner', { role: 'member' }],
      ['admin', 'owner', { name: 'Renamed' }],
    ])('are refused when a %s gives a %s %j', async (who, whom, change) => {
      const before = await snapshot(slotlink);
      const { body } = await people()[who].patch(`/v1/users/${people()[whom].userId}`, change).expect(403);
      expect(body.type).toMatch(/\/forbidden$/);
      expect(await changedSince(slotlink, before)).toEqual([]);
    });

    it.each<[Name, string]>([
      ['member', 'member'],
      ['member', 'owner'],
      ['admin', 'owner'],
    ])('are refused when a %s adds a new %s', async (who, role) => {
      const before = await snapshot(slotlink);
      await people()[who].post('/v1/users', { name: 'Nora', email: anEmail(), password: PASSWORD, role }).expect(403);
      expect(await changedSince(slotlink, before)).toEqual([]);
    });

    it.each(['emperor', '', 'OWNER', ['owner'], { owner: true }, null, 0])('are refused with %j', async (role) => {
      const before = await snapshot(slotlink);
      const { body } = await owner.patch(`/v1/users/${member.userId}`, { role }).expect(422);
      expect(body.errors[0].pointer).toBe('/role');
      expect(await changedSince(slotlink, before)).toEqual([]);
    });
  });
});
