import type supertest from 'supertest';
import { codeOf, stepOf } from '../../src/identity/totp.rules';
import { openApi } from '../../src/platform/http';
import { TUESDAY_10, TUESDAY_11, book } from '../kit/booking';
import { aRoundRobin, anUnassigned } from '../kit/calendars';
import { PASSWORD, TestUser, anAccount, anEmail, logIn } from '../kit/identity';
import { accept, aProvenMember, invite, mailedToken } from '../kit/people';
import { TestApp, startTestApp } from '../kit/test-app';
import { fromBase32 } from '../kit/totp';
import { callback, connectZoom, consent, startConnect } from '../kit/zoom';

/** What changes nothing anybody would ask for later, or is the business of whoever only looks on. */
const WITHOUT_ENTRY: Record<string, string> = {
  'POST /v1/appointments/{id}/start-link': 'reads a link at Zoom',
  'POST /v1/auth/password-reset': 'answers the same for everybody; what follows from the mail is recorded',
  'POST /v1/integrations/zoom/webhooks': "Zoom's word, looked into by jobs, which record what they change",
  'POST /v1/me/email': 'mails a link; the change it proves is recorded',
  'POST /v1/me/integrations/zoom/connect': 'makes an address; the connection, or its refusal, is recorded',
  'POST /v1/me/totp': 'shows a secret; that it is in use from now on is recorded',
  'POST /v1/me/notifications/read-all': 'marks as read',
  'POST /v1/me/notifications/{id}/read': 'marks as read',
  'POST /v1/public/calendars/{slug}/holds': 'keeps a slot for minutes, for whoever fills in a form',
  'PUT /v1/public/calendars/{slug}/holds/{token}': 'as above',
  'DELETE /v1/public/calendars/{slug}/holds/{token}': 'as above',
};

interface World {
  slotlink: TestApp;
  owner: TestUser;
}

/** Prepares, and answers with the request that must leave the entry. */
type Request = () => supertest.Test;
type Act = [action: string, prepare: (world: World) => Request | Promise<Request>];

const appointment = async ({ slotlink, owner }: World) => book(slotlink, await anUnassigned(owner), TUESDAY_10);
const staffActs = async (world: World) => `/v1/appointments/${(await appointment(world)).id}`;
const block = async ({ owner }: World) => {
  const time = { start: TUESDAY_10, end: TUESDAY_11, title: 'Away' };
  return (await owner.post('/v1/blocks', { userId: owner.userId, ...time }).expect(201)).body;
};
const feed = async ({ owner }: World) =>
  (await owner.post('/v1/busy-feeds', { url: 'https://calendar.example.com/private.ics' }).expect(201)).body;
const contact = async ({ owner }: World) =>
  (await owner.post('/v1/contacts', { name: 'Petra Prospect', email: anEmail('petra') }).expect(201)).body;
const HOURS = { timezone: 'Europe/Berlin', rules: [] };
const schedule = async ({ owner }: World) =>
  (await owner.post('/v1/schedules', { name: 'Late', ...HOURS }).expect(201)).body;
const member = ({ owner }: World) => owner.addUser();
const key = async ({ owner }: World) =>
  (await owner.post('/v1/api-keys', { name: 'Sync', scopes: ['contacts.read'] }).expect(201)).body;

/** What an authenticator app shows whoever begins to use it. */
const nextCode = async ({ clock }: TestApp, user: TestUser) => {
  const { body } = await user.post('/v1/me/totp', { password: PASSWORD }).expect(200);
  return codeOf(fromBase32(body.secret), stepOf(clock.ms()));
};

/** The owner acts as a rep whose Zoom account has another e-mail, which has to be confirmed. */
const unconfirmed = async ({ slotlink, owner }: World) => {
  const rep = await owner.addUser();
  const { body } = await owner.post(`/v1/users/${rep.userId}/login-as`, { reason: 'helping' }).expect(201);
  const post = (path: string, input?: object) =>
    slotlink.http.post(path).set('authorization', `Bearer ${body.token}`).send(input);
  const acting: TestUser = { ...rep, post };
  const answer = await callback(slotlink, await consent(await startConnect(acting), anEmail('zoom'))).expect(202);
  return { acting, confirmToken: answer.body.confirmToken as string };
};

const ACTS: Record<string, Act> = {
  'POST /v1/api-keys': [
    'api-key.made',
    ({ owner }) =>
      () =>
        owner.post('/v1/api-keys', { name: 'Sync', scopes: ['contacts.read'] }),
  ],
  'DELETE /v1/api-keys/{id}': [
    'api-key.revoked',
    async (world) => {
      const { id } = await key(world);
      return () => world.owner.delete(`/v1/api-keys/${id}`);
    },
  ],
  'POST /v1/appointments': [
    'appointment.booked',
    async ({ owner }) => {
      const { id: calendarId } = await anUnassigned(owner);
      const who = { name: 'Petra Prospect', email: anEmail('petra') };
      return () => owner.post('/v1/appointments', { calendarId, start: TUESDAY_10, contact: who });
    },
  ],
  'PATCH /v1/appointments/{id}': [
    'appointment.changed',
    async (world) => {
      const path = await staffActs(world);
      return () => world.owner.patch(path, { title: 'Another title' });
    },
  ],
  'DELETE /v1/appointments/{id}': [
    'appointment.removed',
    async (world) => {
      const path = await staffActs(world);
      return () => world.owner.delete(path);
    },
  ],
  'POST /v1/appointments/{id}/cancel': [
    'appointment.cancelled',
    async (world) => {
      const path = await staffActs(world);
      return () => world.owner.post(`${path}/cancel`, { reason: 'ill' });
    },
  ],
  'POST /v1/appointments/{id}/reschedule': [
    'appointment.rescheduled',
    async (world) => {
      const path = await staffActs(world);
      return () => world.owner.post(`${path}/reschedule`, { start: TUESDAY_11 });
    },
  ],
  'POST /v1/appointments/{id}/reassign': [
    'appointment.reassigned',
    async ({ slotlink, owner }) => {
      const calendar = await aRoundRobin(owner, { hosts: 2 });
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      const { body } = await owner.get(`/v1/appointments/${id}`).expect(200);
      const other = calendar.members.find(({ userId }: { userId: string }) => userId !== body.host.userId);
      return () => owner.post(`/v1/appointments/${id}/reassign`, { hostUserId: other.userId });
    },
  ],
  'POST /v1/auth/email-change/confirm': [
    'email.changed',
    async ({ slotlink, owner }) => {
      const email = anEmail('new');
      await owner.post('/v1/me/email', { email, password: PASSWORD }).expect(202);
      const token = await mailedToken(slotlink, email);
      return () => slotlink.http.post('/v1/auth/email-change/confirm').send({ token });
    },
  ],
  'POST /v1/auth/login': [
    'user.logged-in',
    ({ slotlink, owner }) =>
      () =>
        slotlink.http.post('/v1/auth/login').send({ email: owner.email, password: PASSWORD }),
  ],
  'POST /v1/auth/logout': [
    'user.logged-out',
    async ({ slotlink, owner }) => {
      const again = await logIn(slotlink, owner.email);
      return () => again.post('/v1/auth/logout');
    },
  ],
  'POST /v1/auth/password-reset/confirm': [
    'password.reset',
    async ({ slotlink, owner }) => {
      const { email } = await member({ slotlink, owner });
      await slotlink.http.post('/v1/auth/password-reset').send({ email }).expect(202);
      const token = await mailedToken(slotlink, email);
      const input = { token, newPassword: 'another good password' };
      return () => slotlink.http.post('/v1/auth/password-reset/confirm').send(input);
    },
  ],
  'POST /v1/blocks': [
    'block.created',
    ({ owner }) => {
      const time = { start: TUESDAY_10, end: TUESDAY_11, title: 'Away' };
      return () => owner.post('/v1/blocks', { userId: owner.userId, ...time });
    },
  ],
  'PATCH /v1/blocks/{id}': [
    'block.changed',
    async (world) => {
      const { id } = await block(world);
      return () => world.owner.patch(`/v1/blocks/${id}`, { title: 'Holiday' });
    },
  ],
  'DELETE /v1/blocks/{id}': [
    'block.removed',
    async (world) => {
      const { id } = await block(world);
      return () => world.owner.delete(`/v1/blocks/${id}`);
    },
  ],
  'POST /v1/busy-feeds': [
    'busy-feed.added',
    ({ owner }) =>
      () =>
        owner.post('/v1/busy-feeds', { url: 'https://calendar.example.com/private.ics' }),
  ],
  'PATCH /v1/busy-feeds/{id}': [
    'busy-feed.changed',
    async (world) => {
      const { id } = await feed(world);
      return () => world.owner.patch(`/v1/busy-feeds/${id}`, { name: 'Home' });
    },
  ],
  'POST /v1/busy-feeds/{id}/refresh': [
    'busy-feed.refreshed',
    async (world) => {
      const { id } = await feed(world);
      return () => world.owner.post(`/v1/busy-feeds/${id}/refresh`);
    },
  ],
  'DELETE /v1/busy-feeds/{id}': [
    'busy-feed.removed',
    async (world) => {
      const { id } = await feed(world);
      return () => world.owner.delete(`/v1/busy-feeds/${id}`);
    },
  ],
  'POST /v1/calendars': [
    'calendar.created',
    ({ owner }) => {
      const location = { kind: 'custom', value: 'https://meet.example.com/x' };
      return () => owner.post('/v1/calendars', { name: 'Open house', type: 'unassigned', location });
    },
  ],
  'PATCH /v1/calendars/{id}': [
    'calendar.changed',
    async ({ owner }) => {
      const { id } = await anUnassigned(owner);
      return () => owner.patch(`/v1/calendars/${id}`, { name: 'Another name' });
    },
  ],
  'DELETE /v1/calendars/{id}': [
    'calendar.removed',
    async ({ owner }) => {
      const { id } = await anUnassigned(owner);
      return () => owner.delete(`/v1/calendars/${id}`);
    },
  ],
  'PUT /v1/calendars/{id}/members/{userId}/meeting-location': [
    'calendar.changed',
    async ({ owner }) => {
      const { id, members } = await aRoundRobin(owner);
      const path = `/v1/calendars/${id}/members/${members[0].userId}/meeting-location`;
      return () => owner.put(path, { kind: 'phone', value: '+49 30 901820' });
    },
  ],
  'POST /v1/contacts': [
    'contact.created',
    ({ owner }) =>
      () =>
        owner.post('/v1/contacts', { name: 'Petra', email: anEmail('petra') }),
  ],
  'PATCH /v1/contacts/{id}': [
    'contact.changed',
    async (world) => {
      const { id } = await contact(world);
      return () => world.owner.patch(`/v1/contacts/${id}`, { name: 'Petra Meyer' });
    },
  ],
  'DELETE /v1/contacts/{id}': [
    'contact.removed',
    async (world) => {
      const { id } = await contact(world);
      return () => world.owner.delete(`/v1/contacts/${id}`);
    },
  ],
  'POST /v1/contacts/{id}/merge': [
    'contact.merged',
    async (world) => {
      const [{ id }, { id: intoId }] = [await contact(world), await contact(world)];
      return () => world.owner.post(`/v1/contacts/${id}/merge`, { intoId });
    },
  ],
  'POST /v1/contacts/{id}/erase': [
    'contact.erased',
    async (world) => {
      const { id } = await contact(world);
      return () => world.owner.post(`/v1/contacts/${id}/erase`);
    },
  ],
  'POST /v1/invitations/{token}': [
    'invitation.accepted',
    async ({ slotlink, owner }) => {
      const invited = await invite(slotlink, owner);
      return () => accept(slotlink, invited, { password: PASSWORD });
    },
  ],
  'POST /v1/me/feed/rotate': [
    'private-feed.rotated',
    ({ owner }) =>
      () =>
        owner.post('/v1/me/feed/rotate'),
  ],
  'DELETE /v1/me/integrations/zoom': [
    'zoom.disconnected',
    async ({ slotlink, owner }) => {
      await connectZoom(slotlink, owner);
      return () => owner.delete('/v1/me/integrations/zoom');
    },
  ],
  'POST /v1/me/integrations/zoom/confirm': [
    'zoom.connected',
    async (world) => {
      const { acting, confirmToken } = await unconfirmed(world);
      return () => acting.post('/v1/me/integrations/zoom/confirm', { confirmToken });
    },
  ],
  'POST /v1/me/integrations/zoom/decline': [
    'zoom.declined',
    async (world) => {
      const { acting, confirmToken } = await unconfirmed(world);
      return () => acting.post('/v1/me/integrations/zoom/decline', { confirmToken });
    },
  ],
  'POST /v1/me/integrations/zoom/sweep': [
    'zoom.sweep-requested',
    async ({ slotlink, owner }) => {
      await connectZoom(slotlink, owner);
      return () => owner.post('/v1/me/integrations/zoom/sweep');
    },
  ],
  'POST /v1/me/password': [
    'password.changed',
    ({ owner }) =>
      () =>
        owner.post('/v1/me/password', { currentPassword: PASSWORD, newPassword: 'another good password' }),
  ],
  'DELETE /v1/me/sessions': [
    'session.revoked',
    async ({ slotlink, owner }) => {
      await logIn(slotlink, owner.email);
      return () => owner.delete('/v1/me/sessions');
    },
  ],
  'DELETE /v1/me/sessions/{id}': [
    'session.revoked',
    async ({ slotlink, owner }) => {
      const { body } = await (await logIn(slotlink, owner.email)).get('/v1/me/sessions').expect(200);
      const { id } = body.items.find(({ current }: { current: boolean }) => current);
      return () => owner.delete(`/v1/me/sessions/${id}`);
    },
  ],
  'POST /v1/me/totp/confirm': [
    'totp.enabled',
    async ({ slotlink, owner }) => {
      const code = await nextCode(slotlink, owner);
      return () => owner.post('/v1/me/totp/confirm', { code });
    },
  ],
  'DELETE /v1/me/totp': [
    'totp.disabled',
    async ({ slotlink, owner }) => {
      const code = await nextCode(slotlink, owner);
      const { body } = await owner.post('/v1/me/totp/confirm', { code }).expect(200);
      return () => owner.delete('/v1/me/totp').send({ password: PASSWORD, code: body.recoveryCodes[0] });
    },
  ],
  'POST /v1/public/appointments/{token}/cancel': [
    'appointment.cancelled',
    async (world) => {
      const { publicToken } = await appointment(world);
      return () => world.slotlink.http.post(`/v1/public/appointments/${publicToken}/cancel`).send({});
    },
  ],
  'POST /v1/public/appointments/{token}/reschedule': [
    'appointment.rescheduled',
    async (world) => {
      const { publicToken } = await appointment(world);
      const input = { start: TUESDAY_11 };
      return () => world.slotlink.http.post(`/v1/public/appointments/${publicToken}/reschedule`).send(input);
    },
  ],
  'POST /v1/public/calendars/{slug}/appointments': [
    'appointment.booked',
    async ({ slotlink, owner }) => {
      const { slug } = await anUnassigned(owner);
      const who = { name: 'Petra Prospect', email: anEmail('petra') };
      const input = { start: TUESDAY_10, timezone: 'Europe/Berlin', contact: who };
      return () => slotlink.http.post(`/v1/public/calendars/${slug}/appointments`).send(input);
    },
  ],
  'POST /v1/schedules': [
    'schedule.created',
    ({ owner }) =>
      () =>
        owner.post('/v1/schedules', { name: 'Late', ...HOURS }),
  ],
  'PATCH /v1/schedules/{id}': [
    'schedule.changed',
    async (world) => {
      const { id } = await schedule(world);
      return () => world.owner.patch(`/v1/schedules/${id}`, { name: 'Early' });
    },
  ],
  'DELETE /v1/schedules/{id}': [
    'schedule.removed',
    async (world) => {
      const { id } = await schedule(world);
      return () => world.owner.delete(`/v1/schedules/${id}`);
    },
  ],
  'PUT /v1/users/{id}/schedule': [
    'schedule.changed',
    ({ owner }) =>
      () =>
        owner.put(`/v1/users/${owner.userId}/schedule`, HOURS),
  ],
  'POST /v1/users': [
    'user.added',
    ({ owner }) => {
      const input = { name: 'Maria Member', email: anEmail('maria'), password: PASSWORD };
      return () => owner.post('/v1/users', input);
    },
  ],
  'PATCH /v1/users/{id}': [
    'user.role-changed',
    async (world) => {
      const { userId } = await member(world);
      return () => world.owner.patch(`/v1/users/${userId}`, { role: 'admin' });
    },
  ],
  'DELETE /v1/users/{id}': [
    'user.removed',
    async (world) => {
      const { userId } = await member(world);
      return () => world.owner.delete(`/v1/users/${userId}`);
    },
  ],
  'POST /v1/users/{id}/restore': [
    'user.restored',
    async (world) => {
      const { userId } = await member(world);
      await world.owner.delete(`/v1/users/${userId}`).expect(204);
      return () => world.owner.post(`/v1/users/${userId}/restore`);
    },
  ],
  'POST /v1/users/{id}/erase': [
    'user.erased',
    async (world) => {
      const { userId } = await member(world);
      await world.owner.delete(`/v1/users/${userId}`).expect(204);
      return () => world.owner.post(`/v1/users/${userId}/erase`);
    },
  ],
  'PUT /v1/users/{id}/default-meeting-location': [
    'user.default-location-set',
    ({ owner }) => {
      const input = { kind: 'phone', value: '+49 30 901820' };
      return () => owner.put(`/v1/users/${owner.userId}/default-meeting-location`, input);
    },
  ],
  'POST /v1/users/{id}/integrations/zoom/release': [
    'zoom.released',
    async ({ slotlink, owner }) => {
      await connectZoom(slotlink, owner);
      return () => owner.post(`/v1/users/${owner.userId}/integrations/zoom/release`, { reason: 'left' });
    },
  ],
  'POST /v1/users/{id}/integrations/zoom/request': [
    'zoom.connect-link-sent',
    async ({ slotlink, owner }) => {
      const { userId } = await aProvenMember(slotlink, owner);
      return () => owner.post(`/v1/users/${userId}/integrations/zoom/request`);
    },
  ],
  'POST /v1/users/{id}/integrations/zoom/sweep': [
    'zoom.sweep-requested',
    async ({ slotlink, owner }) => {
      await connectZoom(slotlink, owner);
      return () => owner.post(`/v1/users/${owner.userId}/integrations/zoom/sweep`);
    },
  ],
  'POST /v1/users/{id}/invitation': [
    'invitation.sent-again',
    async ({ slotlink, owner }) => {
      const { id } = await invite(slotlink, owner);
      return () => owner.post(`/v1/users/${id}/invitation`);
    },
  ],
  'POST /v1/users/{id}/login-as': [
    'login-as.started',
    async (world) => {
      const { userId } = await member(world);
      return () => world.owner.post(`/v1/users/${userId}/login-as`, { reason: 'helping' });
    },
  ],
  'DELETE /v1/users/{id}/login-as': [
    'login-as.ended',
    async (world) => {
      const { userId } = await member(world);
      await world.owner.post(`/v1/users/${userId}/login-as`, { reason: 'helping' }).expect(201);
      return () => world.owner.delete(`/v1/users/${userId}/login-as`);
    },
  ],
};

describe('every route that writes', () => {
  let slotlink: TestApp;
  beforeAll(async () => {
    slotlink = await startTestApp({ env: { RATE_LIMITS: 'off' } });
  });
  afterAll(() => slotlink.close());

  it('is known here: by what it does, or by why it leaves no entry', () => {
    const routes = Object.entries(openApi(slotlink.app).paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== 'get')
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    const known = [...Object.keys(ACTS), ...Object.keys(WITHOUT_ENTRY), 'POST /v1/signup'];
    expect(routes.filter((route) => !known.includes(route))).toEqual([]);
    expect(known.filter((route) => !routes.includes(route))).toEqual([]);
  });

  it.each(Object.entries(ACTS))('%s leaves its entry', async (_, [action, prepare]) => {
    const owner = await anAccount(slotlink);
    const request = await prepare({ slotlink, owner });
    const since = await slotlink.query<{ last: string }>(`SELECT max(position) AS last FROM audit_entries`);
    const { status, body } = await request();
    expect([status, status < 300 ? null : body]).toEqual([status, null]);
    const entries = await slotlink.query<{ action: string; request: string | null; parts: { part: string }[] }>(
      `SELECT action, request_id AS request, particulars AS parts FROM audit_entries
       WHERE account_id = $1 AND position > $2`,
      [owner.accountId, since[0]!.last],
    );
    const left = entries.find((entry) => entry.action === action);
    expect([entries.map((entry) => entry.action), left?.request]).toEqual([
      expect.arrayContaining([action]),
      expect.any(String),
    ]);
    // From where it came.
    expect(left?.parts.map(({ part }) => part)).toContain('actor');
  });

  it('POST /v1/signup leaves the entries an account begins with', async () => {
    const { accountId } = await anAccount(slotlink);
    const entries = await slotlink.query<{ action: string }>(
      `SELECT action FROM audit_entries WHERE account_id = $1 ORDER BY position`,
      [accountId],
    );
    expect(entries.map(({ action }) => action)).toEqual(['user.added', 'account.opened', 'user.logged-in']);
  });
});
