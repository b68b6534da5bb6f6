import { POLICIES, type Policy, type PolicyRule, type Role, SCOPES } from '../../src/identity/policies';
import { addKey } from '../kit/api-keys';
import type { TestUser } from '../kit/identity';
import { logIn } from '../kit/identity';
import { actAs } from '../kit/login-as';
import { type Answer, type TestRoute, ask, askWhole, routesOf } from '../kit/routes';
import { changedSince, snapshot, stopIntervals } from '../kit/snapshot';
import { type TestApp, startTestApp } from '../kit/test-app';
import { type WholeAccount, aWholeAccount, rowOfField, rowOfParameter } from '../kit/whole-account';

type GuardedRoute = TestRoute & { policy: Policy };

/** Somebody of our account who asks, in one of the ways there are. */
interface Asker {
  name: string;
  role: Role;
  acting: boolean;
  /** What an API key was given; null: it is a session. */
  scopes: readonly string[] | null;
  /** Lets them in anew: what is asked may log them out. */
  enter(): Promise<TestUser>;
}

/** Every route of the application is tried here: what is expected follows from what it declares. */
describe('every route', () => {
  let slotlink: TestApp;
  let ours: WholeAccount;
  let theirs: WholeAccount;
  let routes: TestRoute[];
  let guarded: GuardedRoute[];
  let people: Asker[];
  beforeAll(async () => {
    slotlink = await startTestApp({ env: { RATE_LIMITS: 'off' } });
    stopIntervals(slotlink);
    ours = await aWholeAccount(slotlink, 'Ours');
    theirs = await aWholeAccount(slotlink, 'Theirs');
    const deputy = await ours.owner.addUser({ role: 'admin', name: 'Deputy' });
    const rep = await ours.owner.addUser({ name: 'Rep' });
    routes = routesOf(slotlink);
    guarded = routes.filter((route): route is GuardedRoute => route.policy !== undefined);
    const person = (name: Role & keyof WholeAccount) => ({
      ...{ name, role: name, acting: false, scopes: null },
      enter: () => logIn(slotlink, ours[name].email),
    });
    const acting = (actor: TestUser, subject: TestUser, role: Role) => ({
      ...{ name: `somebody acting as ${role}`, role, acting: true, scopes: null },
      enter: async () => actAs(slotlink, await logIn(slotlink, actor.email), subject),
    });
    people = [
      ...(['owner', 'admin', 'member'] as const).map(person),
      acting(ours.owner, deputy, 'admin'),
      acting(ours.admin, rep, 'member'),
    ];
  });
  afterAll(() => slotlink.close());

  /** Whoever is tried may end all other sessions. */
  const ownerAnew = () => logIn(slotlink, ours.owner.email);

  const key = (name: string, scopes: readonly string[]): Asker => ({
    ...{ name, role: 'owner', acting: false, scopes },
    enter: async () => {
      const made = await addKey(slotlink, await ownerAnew(), [...scopes]);
      // The first use is noted; later ones of the minute are not.
      await made.get('/v1/me');
      return made;
    },
  });
  const keysFor = (policy: Policy): Asker[] => [
    key(
      'a key with every other scope',
      SCOPES.filter((scope) => scope !== policy),
    ),
    ...(POLICIES[policy].byKey ? [key('a key with this scope', [policy])] : []),
  ];

  /** The slug of the refusal, or null where the table lets them. */
  function refusal({ role, acting, scopes }: Asker, policy: Policy): string | null {
    const rule: PolicyRule = POLICIES[policy];
    if (acting && !rule.actingAs) return 'not-while-acting-as';
    if (!rule.roles.includes(role)) return 'forbidden';
    return scopes === null || (rule.byKey && scopes.includes(policy)) ? null : 'forbidden';
  }

  /** The path, each parameter in ours but those `foreign`. */
  const pathWith = ({ path, parameters }: TestRoute, foreign: readonly string[] = []) =>
    parameters.reduce((filled, name) => {
      return filled.replace(`:${name}`, rowOfParameter(foreign.includes(name) ? theirs : ours, path, name));
    }, path);

  const titleOf = ({ method, path }: TestRoute) => `${method} ${path}`;
  const shown = ({ status, slug }: Answer) => `${status} ${slug}`.trim();

  /** Runs a check for everybody who may ask for a policy, each let in but once. @returns the complaints */
  async function forEverybody(
    check: (route: GuardedRoute, asker: Asker, token: () => Promise<string>) => Promise<string[]>,
  ): Promise<string[]> {
    const complaints: string[] = [];
    for (const policy of new Set(guarded.map((route) => route.policy))) {
      const keys = keysFor(policy);
      const entered = new Map<Asker, TestUser>();
      const tokenOf = async (asker: Asker) => {
        const known = entered.get(asker);
        const user = known && (await known.get('/v1/me')).status !== 401 ? known : await asker.enter();
        entered.set(asker, user);
        return user.token;
      };
      for (const route of guarded.filter((one) => one.policy === policy)) {
        for (const asker of [...people, ...keys]) complaints.push(...(await check(route, asker, () => tokenOf(asker))));
      }
      for (const { keyId } of keys.flatMap((asker) => (entered.get(asker) as { keyId: string } | undefined) ?? [])) {
        await (await ownerAnew()).delete(`/v1/api-keys/${keyId}`).expect(204);
      }
    }
    return complaints;
  }

  it('is known to this test, and served', async () => {
    const { body } = await slotlink.http.get('/openapi.json').expect(200);
    const documented = Object.entries(body.paths as Record<string, object>).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(documented.filter((title) => !routes.map(titleOf).includes(title))).toEqual([]);
    expect(guarded.length).toBeGreaterThan(60);
    const served = slotlink.app.getHttpAdapter().getInstance();
    expect(routes.filter(({ method, path }) => !served.hasRoute({ method, url: path })).map(titleOf)).toEqual([]);
  });

  it('is closed without a token that lives', async () => {
    const complaints: string[] = [];
    const dead = await logIn(slotlink, ours.owner.email);
    await dead.post('/v1/auth/logout').expect(204);
    const before = await snapshot(slotlink);
    for (const route of guarded) {
      for (const token of [null, 'nonsense', dead.token, `sl_key_${dead.token}`]) {
        const answer = await ask(slotlink, route, pathWith(route), token);
        if (shown(answer) !== '401 unauthenticated')
          complaints.push(`${titleOf(route)} with ${token}: ${shown(answer)}`);
      }
    }
    expect(complaints).toEqual([]);
    expect(await changedSince(slotlink, before)).toEqual([]);
  });

  it('answers 403 to everybody whom the table of policies refuses, and changes nothing', async () => {
    const complaints = await forEverybody(async (route, asker, token) => {
      const slug = refusal(asker, route.policy);
      if (slug === null) return [];
      const given = await token();
      const before = await snapshot(slotlink);
      const answer = await askWhole(slotlink, route, pathWith(route), given, (field) => rowOfField(ours, field));
      const changed = await changedSince(slotlink, before);
      if (shown(answer) === `403 ${slug}` && changed.length === 0) return [];
      return [`${titleOf(route)} as ${asker.name}: ${shown(answer)}${changes(changed)}`];
    });
    expect(complaints).toEqual([]);
  }, 300_000);

  it('finds nothing of another account, whichever ID of its path is one of theirs, and changes nothing', async () => {
    const complaints = await forEverybody(async (route, asker, token) => {
      if (refusal(asker, route.policy) !== null) return [];
      const found: string[] = [];
      for (const foreign of subsets(route.parameters)) {
        const given = await token();
        const before = await snapshot(slotlink);
        const path = pathWith(route, foreign);
        const answer = await askWhole(slotlink, route, path, given, (field) => rowOfField(ours, field));
        const changed = await changedSince(slotlink, before);
        const told = theirs.marks.some((mark) => answer.text.includes(mark));
        if (shown(answer) === '404 not-found' && changed.length === 0 && !told) continue;
        const faults = `${changes(changed)}${told ? ', and it tells of them' : ''}`;
        found.push(`${titleOf(route)} as ${asker.name}, their ${foreign.join(' and ')}: ${shown(answer)}${faults}`);
      }
      return found;
    });
    expect(complaints).toEqual([]);
  }, 300_000);

  it('lets in everybody whom the table lets, where no ID is asked for', async () => {
    const complaints = await forEverybody(async (route, asker, token) => {
      if (route.parameters.length > 0 || refusal(asker, route.policy) !== null) return [];
      const answer = await ask(slotlink, route, route.path, await token());
      const told = theirs.marks.some((mark) => answer.text.includes(mark));
      if (answer.status < 500 && ![401, 403].includes(answer.status) && !told) return [];
      return [`${titleOf(route)} as ${asker.name}: ${shown(answer)}${told ? ', and it tells of others' : ''}`];
    });
    expect(complaints).toEqual([]);
  }, 300_000);

  it('says the same to everybody when it is public', async () => {
    const { token } = await logIn(slotlink, ours.owner.email);
    const complaints: string[] = [];
    for (const route of routes.filter(({ isPublic }) => isPublic)) {
      const path = route.path.replace(/:\w+/g, 'nonsense');
      const answers = [];
      for (const given of [null, 'nonsense', token]) answers.push(shown(await ask(slotlink, route, path, given)));
      if (new Set(answers).size > 1 || answers.some((answer) => answer.startsWith('5'))) {
        complaints.push(`${titleOf(route)}: ${answers.join(', ')}`);
      }
    }
    expect(complaints).toEqual([]);
  });
});

const changes = (tables: string[]) => (tables.length === 0 ? '' : `, and it changed ${tables.join(', ')}`);

/** All but the empty one. */
function subsets<Item>(items: readonly Item[]): Item[][] {
  const all = items.reduce<Item[][]>((some, item) => [...some, ...some.map((one) => [...one, item])], [[]]);
  return all.filter((some) => some.length > 0);
}
