import { assertEvent, readInstant, readMeetingByHand, readTarget, readUser, textOf, wholeOf } from './control-input';
import { appDeauthorized } from './events';
import { ControlError, readFault, type Faults } from './faults';
import { isObject, type Answer, type Call } from './http';
import { newUserId } from './ids';
import {
  changeMeeting,
  createMeeting,
  deleteMeeting,
  endMeeting,
  hostOf,
  recoverMeeting,
  startMeeting,
} from './meeting-acts';
import { controlView } from './meeting-view';
import { countOf, setCount } from './quota';
import type { RequestLog } from './request-log';
import { dropGrantsOf } from './tokens';
import type { JsonObject, Meeting, User } from './types';
import { addUser, userByEmail } from './users';
import type { World } from './world';

/** What the control routes work on, besides the world. */
export interface Desk {
  world: World;
  faults: Faults;
  log: RequestLog;
}

interface ControlCall {
  desk: Desk;
  id: string;
  query: URLSearchParams;
  body: () => JsonObject;
}

const ok = (json: unknown, status = 200): Answer => ({ status, json });
const done: Answer = { status: 204 };

const userIn = ({ desk }: ControlCall, email: string): User => {
  const user = userByEmail(desk.world.state, email);
  if (user === null) throw new ControlError(`There is no Zoom user ${email}.`, 404);
  return user;
};

const meetingIn = ({ desk, id }: ControlCall): Meeting => {
  const meeting = desk.world.state.meetings.get(Number(id));
  if (meeting === undefined || meeting.deletedAt !== null) throw new ControlError(`There is no meeting ${id}.`, 404);
  return meeting;
};

const emailOf = (query: URLSearchParams): string | null => query.get('email')?.toLowerCase() ?? null;

function putUser(call: ControlCall): Answer {
  const { world } = call.desk;
  const { email, changes } = readUser(call.body(), (taken) => userByEmail(world.state, taken) !== null);
  const known = userByEmail(world.state, email);
  const user = known ?? addUser(world.state, email, world.clock.now());
  Object.assign(user, changes);
  world.store.touch();
  return ok(user, known === null ? 201 : 200);
}

function listByHand({ desk: { world }, query }: ControlCall): Answer {
  const email = emailOf(query);
  const meetings = [...world.state.meetings.values()].map((meeting) => controlView(world, meeting));
  return ok(email === null ? meetings : meetings.filter(({ hostEmail }) => hostEmail === email));
}

function createByHand(call: ControlCall): Answer {
  const { world } = call.desk;
  const body = call.body();
  const host = userIn(call, textOf(body, 'email'));
  const meeting = createMeeting(world, host, host, readMeetingByHand(body, host.timezone), 'web_portal');
  return ok(controlView(world, meeting), 201);
}

function changeByHand(call: ControlCall): Answer {
  const { world } = call.desk;
  const meeting = meetingIn(call);
  const input = readMeetingByHand(call.body(), meeting.timezone);
  changeMeeting(world, meeting, hostOf(world, meeting), input, null);
  return ok(controlView(world, meeting));
}

function deleteByHand(call: ControlCall): Answer {
  const meeting = meetingIn(call);
  deleteMeeting(call.desk.world, meeting, hostOf(call.desk.world, meeting), null);
  return done;
}

/** Out of Zoom's trash. */
function recoverByHand({ desk: { world }, id }: ControlCall): Answer {
  const meeting = world.state.meetings.get(Number(id));
  if (meeting === undefined) throw new ControlError(`There never was a meeting ${id}.`, 404);
  recoverMeeting(world, meeting, hostOf(world, meeting));
  return ok(controlView(world, meeting));
}

function startOrEnd(act: (world: World, meeting: Meeting) => void) {
  return (call: ControlCall): Answer => {
    const meeting = meetingIn(call);
    act(call.desk.world, meeting);
    return ok(controlView(call.desk.world, meeting));
  };
}

function addFault({ desk, body }: ControlCall): Answer {
  const fault = readFault(body());
  desk.faults.add(fault);
  return ok({ ...fault, path: fault.path?.source ?? null }, 201);
}

function setQuota(call: ControlCall): Answer {
  const { world } = call.desk;
  const body = call.body();
  const user = userIn(call, textOf(body, 'email'));
  setCount(world.state.writesToday, user.id, wholeOf(body, 'used'), world.clock.now());
  world.store.touch();
  return ok({ email: user.email, used: wholeOf(body, 'used') });
}

function getQuota(call: ControlCall): Answer {
  const { world } = call.desk;
  const user = userIn(call, emailOf(call.query) ?? '');
  return ok({ email: user.email, used: countOf(world.state.writesToday, user.id, world.clock.now()) });
}

function revokeUser(call: ControlCall): Answer {
  dropGrantsOf(call.desk.world, userIn(call, textOf(call.body(), 'email')));
  return done;
}

function uninstall(call: ControlCall): Answer {
  const { world } = call.desk;
  const user = userIn(call, textOf(call.body(), 'email'));
  dropGrantsOf(world, user);
  for (const clientId of user.apps) appDeauthorized(world, user, clientId, newUserId());
  user.apps = [];
  world.store.touch();
  return done;
}

async function addWebhook({ desk: { world }, body }: ControlCall): Promise<Answer> {
  const target = readTarget(body());
  world.state.webhooks = [...world.state.webhooks.filter(({ url }) => url !== target.url), target];
  world.store.touch();
  return ok({ url: target.url, validated: await world.webhooks.validate(target) }, 201);
}

async function drain({ desk: { world } }: ControlCall): Promise<Answer> {
  await world.webhooks.idle();
  return ok(world.webhooks.list());
}

async function emitEvent({ desk: { world }, body }: ControlCall): Promise<Answer> {
  const { event, ...rest } = body();
  world.webhooks.emit(assertEvent(event), rest);
  await world.webhooks.idle();
  return ok({ delivered: world.webhooks.list().slice(-world.state.webhooks.length || Infinity) });
}

function clearWebhooks({ desk: { world } }: ControlCall): Answer {
  world.state.webhooks = [];
  world.store.touch();
  return done;
}

function setClock({ desk: { world }, body }: ControlCall): Answer {
  world.clock.moveTo(readInstant(body(), 'now'));
  world.webhooks.sendDue();
  return getClock(world);
}

const getClock = (world: World): Answer => ok({ now: new Date(world.clock.now()).toISOString() });

function setLimits({ desk: { world }, body }: ControlCall): Answer {
  const { qps } = body();
  if (typeof qps !== 'boolean') throw new ControlError('qps must be true or false.');
  world.rates.enforced = qps;
  return ok({ qps });
}

const ROUTES: Record<string, (call: ControlCall) => Answer | Promise<Answer>> = {
  'GET users': ({ desk }) => ok([...desk.world.state.users.values()]),
  'POST users': putUser,
  'GET meetings': listByHand,
  'POST meetings': createByHand,
  'PATCH meetings/:id': changeByHand,
  'DELETE meetings/:id': deleteByHand,
  'POST meetings/:id/start': startOrEnd(startMeeting),
  'POST meetings/:id/end': startOrEnd(endMeeting),
  'POST meetings/:id/recover': recoverByHand,
  'GET requests': ({ desk, query }) => ok(desk.log.list(emailOf(query))),
  'DELETE requests': ({ desk }) => {
    desk.log.clear();
    return done;
  },
  'GET faults': ({ desk }) => ok(desk.faults.list()),
  'POST faults': addFault,
  'DELETE faults': ({ desk }) => {
    desk.faults.clear();
    return done;
  },
  'GET quota': getQuota,
  'POST quota': setQuota,
  'POST limits': setLimits,
  'POST revoke': revokeUser,
  'POST uninstall': uninstall,
  'GET webhooks': ({ desk }) => ok(desk.world.state.webhooks.map(({ url }) => ({ url }))),
  'POST webhooks': addWebhook,
  'DELETE webhooks': clearWebhooks,
  'GET deliveries': drain,
  'POST events': emitEvent,
  'GET clock': ({ desk }) => getClock(desk.world),
  'POST clock': setClock,
};

function readJson(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Answered below.
  }
  throw new ControlError('The body must be a JSON object.');
}

export async function serveControl(desk: Desk, call: Call): Promise<Answer> {
  const [thing = '', id = '', ...rest] = call.path.replace(/^\/_sim\//, '').split('/');
  const name = [thing, ...(id === '' ? [] : [':id']), ...rest].join('/');
  const key = `${call.method} ${name}`;
  const handler = Object.hasOwn(ROUTES, key) ? ROUTES[key] : undefined;
  if (handler === undefined) throw new ControlError(`There is no control route ${call.method} ${call.path}.`, 404);
  return handler({ desk, id, query: call.query, body: () => readJson(call.body) });
}
