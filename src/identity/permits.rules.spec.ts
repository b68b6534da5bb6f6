import { Problem } from '../platform/http';
import { assertMayDo, mayDo } from './permits.rules';
import { type Policy, type Role } from './policies';

const session = (role: Role, actorId = 'me') => ({
  ...{ role, userId: 'me', actorId },
  via: { kind: 'session' as const, id: 's' },
});
const key = (role: Role, ...scopes: string[]) => ({
  ...{ role, userId: 'me', actorId: 'me' },
  via: { kind: 'key' as const, id: 'k', scopes },
});

function slugOf(act: () => void): string {
  try {
    act();
  } catch (error) {
    return (error as Problem).definition.slug;
  }
  return 'allowed';
}

describe('who may do what', () => {
  it.each<[string, Parameters<typeof mayDo>[0], Policy, string]>([
    ['a member reads calendars', session('member'), 'calendars.read', 'allowed'],
    ['a member changes calendars', session('member'), 'calendars.manage', 'forbidden'],
    ['an admin changes calendars', session('admin'), 'calendars.manage', 'allowed'],
    ['an admin, as somebody else, changes calendars', session('admin', 'boss'), 'calendars.manage', 'allowed'],
    ['an admin, as somebody else, changes roles', session('admin', 'boss'), 'users.roles', 'not-while-acting-as'],
    ['an admin, as a member, logs in as a third', session('member', 'boss'), 'users.login-as', 'not-while-acting-as'],
    ['an admin, as a member, logs out', session('member', 'boss'), 'self.log-out', 'allowed'],
    ['a key with the scope', key('admin', 'calendars.manage'), 'calendars.manage', 'allowed'],
    ['a key with another scope', key('admin', 'calendars.read'), 'calendars.manage', 'forbidden'],
    ['a key without scopes', key('owner'), 'self.read', 'forbidden'],
    ['a key of an admin who became a member', key('member', 'calendars.manage'), 'calendars.manage', 'forbidden'],
    ['a key that was given what no key may have', key('owner', 'keys.manage'), 'keys.manage', 'forbidden'],
  ])('%s', (_, who, policy, expected) => {
    expect(
      slugOf(() => {
        assertMayDo(who, policy);
      }),
    ).toBe(expected);
    expect(mayDo(who, policy)).toBe(expected === 'allowed');
  });
});
