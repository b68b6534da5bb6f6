import { ZoomSessions } from '../../src/zoom';
import { anAccount, anEmail, logIn, type TestUser } from '../kit/identity';
import { TestApp, startTestApp } from '../kit/test-app';
import { callback, connectZoom, consent, requestsTo, startConnect, tryToConnect } from '../kit/zoom';

const slugOf = (body: { type: string }) => body.type.split('/').at(-1);
const CONNECTION = '/v1/me/integrations/zoom';

describe('whose a Zoom account is', () => {
  let slotlink: TestApp;
  let olivia: TestUser;
  let maria: TestUser;
  let zoomEmail: string;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    olivia = await anAccount(slotlink);
    maria = await olivia.addUser();
    zoomEmail = await connectZoom(slotlink, maria);
  });

  const whoAtZoom = async (user: TestUser) => {
    const asked = await slotlink.app
      .get(ZoomSessions)
      .using(user.userId, async (session) => (await session.me()).email);
    return asked.state === 'done' ? asked.result : asked.state;
  };
  const factsOf = async (user: TestUser) => {
    const rows = await slotlink.query<{ name: string }>(
      `SELECT name FROM facts WHERE name LIKE 'zoom.%' AND payload ->> 'userId' = $1 ORDER BY seq`,
      [user.userId],
    );
    return rows.map(({ name }) => name);
  };
  const revocations = async () => (await requestsTo(slotlink, zoomEmail, 'POST /oauth/revoke')).length;

  it('is the first one who connects it, and the refusal of a second does the first no harm', async () => {
    const { status, body } = await tryToConnect(slotlink, olivia, zoomEmail);
    expect([status, slugOf(body)]).toEqual([409, 'zoom-account-bound']);
    expect(body.detail).toMatch(/not with an e-mail address/);
    expect(body.detail).toMatch(/release/);
    expect((await olivia.get(CONNECTION)).body.state).toBe('not-connected');
    expect(await whoAtZoom(maria)).toBe(zoomEmail);
    await slotlink.drainJobs();
    expect(await whoAtZoom(maria)).toBe(zoomEmail);
    expect(await revocations()).toBe(0);
    expect(await factsOf(maria)).toEqual(['zoom.connected']);
  });

  it('is said without a word about the one who has it', async () => {
    const stranger = await anAccount(slotlink, { accountName: 'Somebody Else' });
    const { status, body } = await tryToConnect(slotlink, stranger, zoomEmail);
    expect(status).toBe(409);
    for (const secret of [maria.userId, maria.email, maria.name, zoomEmail, olivia.accountId, 'ABC Marketing']) {
      expect(JSON.stringify(body)).not.toContain(secret);
    }
    expect(await whoAtZoom(maria)).toBe(zoomEmail);
    const facts = await slotlink.query(`SELECT FROM facts WHERE name LIKE 'zoom.%' AND account_id = $1`, [
      stranger.accountId,
    ]);
    expect(facts).toHaveLength(0);
  });

  it('revives the connection of the rightful one when a stranger signs in as them at Zoom', async () => {
    await slotlink.query(
      `UPDATE zoom_connections SET state = 'reconnect-required', access_token = NULL
                          WHERE user_id = $1`,
      [maria.userId],
    );
    expect((await tryToConnect(slotlink, olivia, zoomEmail)).status).toBe(409);
    expect(await whoAtZoom(maria)).toBe(zoomEmail);
    expect(await factsOf(maria)).toEqual(['zoom.connected', 'zoom.connected']);
  });

  it('can be connected again by its own user at any time, as the same connection', async () => {
    const before = await slotlink.query(`SELECT id FROM zoom_connections WHERE user_id = $1`, [maria.userId]);
    expect((await tryToConnect(slotlink, maria, zoomEmail)).status).toBe(200);
    await maria.delete(CONNECTION).expect(204);
    expect((await tryToConnect(slotlink, maria, zoomEmail)).status).toBe(200);
    const after = await slotlink.query(`SELECT id FROM zoom_connections WHERE user_id = $1`, [maria.userId]);
    expect(after).toEqual(before);
    expect(await whoAtZoom(maria)).toBe(zoomEmail);
    // The revocation of the disconnect comes late and must not hit the new tokens.
    await slotlink.drainJobs();
    expect(await revocations()).toBe(0);
    expect(await whoAtZoom(maria)).toBe(zoomEmail);
  });

  it('stays with the user ID after disconnecting, and what another one got is revoked', async () => {
    await maria.delete(CONNECTION).expect(204);
    await slotlink.drainJobs();
    expect(await revocations()).toBe(1);
    const { status, body } = await tryToConnect(slotlink, olivia, zoomEmail);
    expect([status, slugOf(body)]).toEqual([409, 'zoom-account-bound']);
    await slotlink.drainJobs();
    expect(await revocations()).toBe(2);
  });

  it('leaves one who has connected another Zoom account as they were', async () => {
    const other = anEmail('zoom');
    const { status, body } = await tryToConnect(slotlink, maria, other);
    expect([status, slugOf(body)]).toEqual([409, 'zoom-already-connected']);
    expect(await whoAtZoom(maria)).toBe(zoomEmail);
    await slotlink.drainJobs();
    expect(await requestsTo(slotlink, other, 'POST /oauth/revoke')).toHaveLength(1);
    // Nothing is bound by a refusal.
    expect((await tryToConnect(slotlink, olivia, other)).status).toBe(200);
  });

  it('goes to one of two who connect it at the same moment', async () => {
    const contested = anEmail('zoom');
    const [nora, nick] = [await olivia.addUser(), await olivia.addUser()];
    const answers = await Promise.all([nora, nick].map((user) => tryToConnect(slotlink, user, contested)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const winner = statuses[0] === 200 ? nora : nick;
    expect(await whoAtZoom(winner)).toBe(contested);
    await slotlink.drainJobs();
    expect(await whoAtZoom(winner)).toBe(contested);
  });

  it('ends with disconnecting: revoked at Zoom, tokens destroyed', async () => {
    await maria.delete(CONNECTION).expect(204);
    expect((await maria.get(CONNECTION)).body).toMatchObject({ state: 'not-connected', zoomUser: null });
    expect(await whoAtZoom(maria)).toBe('not-connected');
    await slotlink.drainJobs();
    expect(await revocations()).toBe(1);
    const [row] = await slotlink.query<object>(
      `SELECT state, access_token, refresh_token FROM zoom_connections WHERE user_id = $1`,
      [maria.userId],
    );
    expect(row).toEqual({ state: 'disconnected', access_token: null, refresh_token: null });
    expect(await factsOf(maria)).toEqual(['zoom.connected', 'zoom.disconnected']);
    await maria.delete(CONNECTION).expect(204);
    expect(await factsOf(maria)).toEqual(['zoom.connected', 'zoom.disconnected']);
  });

  it('stays with a deleted user ID, also against the same person restored, until an admin releases it', async () => {
    await olivia.delete(`/v1/users/${maria.userId}`).expect(204);
    await slotlink.drainJobs();
    expect(await revocations()).toBe(1);
    expect(await factsOf(maria)).toEqual(['zoom.connected', 'zoom.disconnected']);

    await olivia.post(`/v1/users/${maria.userId}/restore`).expect(201);
    const restored = await logIn(slotlink, maria.email);
    expect(restored.userId).not.toBe(maria.userId);
    const refused = await tryToConnect(slotlink, restored, zoomEmail);
    expect([refused.status, slugOf(refused.body)]).toEqual([409, 'zoom-account-bound']);
    await slotlink.drainJobs();
    expect(await revocations()).toBe(2);

    await olivia.post(`/v1/users/${maria.userId}/integrations/zoom/release`, { reason: 'Maria is back' }).expect(204);
    expect((await tryToConnect(slotlink, restored, zoomEmail)).status).toBe(200);
    expect(await whoAtZoom(restored)).toBe(zoomEmail);
  });

  it('is freed from a living user by an admin, which disconnects them', async () => {
    const release = `/v1/users/${maria.userId}/integrations/zoom/release`;
    await maria.post(release, { reason: 'mine' }).expect(403);
    await (await anAccount(slotlink)).post(release, { reason: 'theirs' }).expect(404);
    await olivia.post(release, {}).expect(422);
    await olivia.post(release, { reason: 'x'.repeat(501) }).expect(422);
    expect(await whoAtZoom(maria)).toBe(zoomEmail);

    await olivia.post(release, { reason: 'handed over to Nora' }).expect(204);
    expect(await whoAtZoom(maria)).toBe('not-connected');
    expect(await factsOf(maria)).toEqual(['zoom.connected', 'zoom.disconnected', 'zoom.released']);
    await olivia.post(release, { reason: 'again' }).expect(404);
    const nora = await olivia.addUser();
    expect((await tryToConnect(slotlink, nora, zoomEmail)).status).toBe(200);
    await slotlink.drainJobs();
    expect(await whoAtZoom(nora)).toBe(zoomEmail);
  });

  it('needs the user still to be there when Zoom answers', async () => {
    const nora = await olivia.addUser();
    const path = await consent(await startConnect(nora), anEmail('zoom'));
    await olivia.delete(`/v1/users/${nora.userId}`).expect(204);
    const { body } = await callback(slotlink, path).expect(422);
    expect(slugOf(body)).toBe('oauth-state-invalid');
  });
});
