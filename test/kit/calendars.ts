import type { TestUser } from './identity';

/** A calendar as the API answers it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type TestCalendar = Record<string, any> & { id: string; slug: string; version: number };

export interface GroupOverrides extends Record<string, unknown> {
  /** How many hosts, added to the account for it; the owner of the account is none of them. */
  hosts?: number;
  /** Or these, in this order. */
  members?: object[];
}

/** A round robin of one host (or `hosts`), made by the account's owner. */
export async function aRoundRobin(owner: TestUser, overrides: GroupOverrides = {}): Promise<TestCalendar> {
  const { hosts = 1, members, ...settings } = overrides;
  const given = members ?? (await newHosts(owner, hosts)).map(({ userId }) => ({ userId }));
  return aCalendar(owner, { name: 'Discovery call', type: 'round_robin', members: given, ...settings });
}

/** A collective of two hosts (or `hosts`), the first of whom owns it. */
export async function aCollective(owner: TestUser, overrides: GroupOverrides = {}): Promise<TestCalendar> {
  const { hosts = 2, members, ...settings } = overrides;
  const given =
    members ?? (await newHosts(owner, hosts)).map(({ userId }, index) => ({ userId, isOwner: index === 0 }));
  return aCalendar(owner, { name: 'Panel demo', type: 'collective', members: given, ...settings });
}

/** A class of 20 seats with one host. */
export function aClass(owner: TestUser, overrides: GroupOverrides = {}): Promise<TestCalendar> {
  return ofOneHost(owner, { name: 'Yoga', type: 'class', appointmentsPerSlot: 20 }, overrides);
}

/** One host's own calendar. */
export function aPersonal(owner: TestUser, overrides: GroupOverrides = {}): Promise<TestCalendar> {
  return ofOneHost(owner, { name: 'Meet me', type: 'personal' }, overrides);
}

/** A calendar without hosts, with a static link. */
export function anUnassigned(owner: TestUser, overrides: Record<string, unknown> = {}): Promise<TestCalendar> {
  const location = { kind: 'custom', value: 'https://meet.example.com/open-house' };
  return aCalendar(owner, { name: 'Open house', type: 'unassigned', location, ...overrides });
}

export async function newHosts(owner: TestUser, count: number): Promise<TestUser[]> {
  const hosts: TestUser[] = [];
  for (let index = 1; index <= count; index += 1) hosts.push(await owner.addUser({ name: `Host ${index}` }));
  return hosts;
}

async function ofOneHost(owner: TestUser, kind: object, { members, ...settings }: GroupOverrides) {
  const given = members ?? (await newHosts(owner, 1)).map(({ userId }) => ({ userId }));
  return aCalendar(owner, { ...kind, members: given, ...settings });
}

async function aCalendar(owner: TestUser, input: object): Promise<TestCalendar> {
  const { body } = await owner.post('/v1/calendars', input).expect(201);
  return body as TestCalendar;
}
