import { type TestUser, anAccount, anEmail } from '../kit/identity';
import { mailedToken } from '../kit/people';
import { MONDAY, type TestApp, startTestApp } from '../kit/test-app';
import { connectZoom, consent, requestsTo, tryToConnect } from '../kit/zoom';

const CONNECTION = '/v1/me/integrations/zoom';
const DAY_MS = 86_400_000;
const slugOf = ({ body }: { body: { type: string } }) => body.type.split('/').at(-1);

describe('asking a rep to connect Zoom', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let rep: TestUser;
  let zoomEmail: string;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    await slotlink.clock.set(MONDAY);
    owner = await anAccount(slotlink);
    rep = await owner.addUser({ name: 'Rita Rep' });
    zoomEmail = anEmail('zoom');
  });

  const ask = (who: TestUser, userId = rep.userId) => who.post(`/v1/users/${userId}/integrations/zoom/request`);
  const letters = async () =>
    slotlink.query<{ recipient: string; subject: string; body: string }>(
      `SELECT recipient, subject, body FROM messages WHERE account_id = $1 AND dedupe_key LIKE 'zoom-connect-link:%'`,
      [owner.accountId],
    );
  /** @returns the link that was mailed */
  const asked = async () => {
    await ask(owner).expect(202);
    return `/app/connect-zoom/${await mailedToken(slotlink, rep.email)}`;
  };
  const go = (path: string) => slotlink.http.post(path).type('form');
  const zoomIn = (text: string) => /href="([^"]+)"/.exec(text)![1]!.replaceAll('&amp;', '&');
  /** Presses the button and consents. @returns the way back */
  const wayBack = async (path: string, email = zoomEmail) => consent(zoomIn((await go(path).expect(200)).text), email);
  const back = (path: string) => slotlink.http.get(path).set('accept', 'text/html').expect(302);
  const stateOf = async (user: TestUser) => (await user.get(CONNECTION).expect(200)).body.state as string;

  it('mails a link that connects their user ID without a login, once', async () => {
    const path = await asked();
    const [letter] = await letters();
    expect(letter).toMatchObject({ recipient: rep.email, subject: 'Olivia Owner asks you to connect Zoom' });

    // Mail programs look at links before people do.
    for (let look = 0; look < 3; look += 1) {
      const shown = await slotlink.http.get(path).expect(200);
      expect(shown.headers['content-type']).toContain('text/html');
      expect(shown.text).toContain('Rita Rep');
    }
    const sent = await go(path).expect(200);
    const zoom = zoomIn(sent.text);
    expect(zoom).toContain(slotlink.zoom.oauthUrl);
    expect(sent.headers.refresh).toBe(`0; url=${zoom}`);
    const returned = await back(await consent(zoom, zoomEmail));
    expect(returned.headers.location).toBe('/app/profile/integrations?zoom=connected');
    expect((await rep.get(CONNECTION)).body).toMatchObject({ state: 'connected', zoomUser: { email: zoomEmail } });
    expect(await stateOf(owner)).toBe('not-connected');

    await slotlink.http.get(path).expect(404);
    await rep.delete(CONNECTION).expect(204);
    await go(path).expect(404);
  });

  it('lets them try again until it worked', async () => {
    const path = await asked();
    const state = new URL(zoomIn((await go(path)).text)).searchParams.get('state') ?? '';
    const declined = await back(`/v1/integrations/zoom/callback?error=access_denied&state=${state}`);
    expect(declined.headers.location).toContain('?zoom=zoom-access-denied');
    const returned = await back(await wayBack(path));
    expect(returned.headers.location).toContain('?zoom=connected');
  });

  it('ends a link with the next one, also for who is on their way with it', async () => {
    const former = await asked();
    const onTheWay = await wayBack(former);
    const path = await asked();
    expect(path).not.toBe(former);
    await slotlink.http.get(former).expect(404);
    await go(former).expect(404);
    const refused = await back(onTheWay);
    expect(refused.headers.location).toContain('?zoom=oauth-state-invalid');
    expect(await stateOf(rep)).toBe('not-connected');
    await slotlink.drainJobs();
    expect(await requestsTo(slotlink, zoomEmail, 'POST /oauth/revoke')).toHaveLength(1);
    expect((await back(await wayBack(path))).headers.location).toContain('?zoom=connected');
  });

  it('connects one of two Zoom accounts that come by it at the same moment', async () => {
    const path = await asked();
    const emails = [anEmail('zoom'), anEmail('zoom')];
    const ways = [await wayBack(path, emails[0]), await wayBack(path, emails[1])];
    const outcomes = (await Promise.all(ways.map(back))).map(({ headers }) => headers.location?.split('?')[1]);
    expect(outcomes.filter((outcome) => outcome === 'zoom=connected')).toHaveLength(1);
    const { body } = await rep.get(CONNECTION).expect(200);
    expect(body.zoomUser.email).toBe(emails[outcomes.indexOf('zoom=connected')]);
    await slotlink.drainJobs();
    const other = emails[1 - outcomes.indexOf('zoom=connected')]!;
    expect(await requestsTo(slotlink, other, 'POST /oauth/revoke')).toHaveLength(1);
  });

  it('works for a week', async () => {
    const path = await asked();
    await slotlink.clock.advance(7 * DAY_MS - 1);
    await slotlink.http.get(path).expect(200);
    await slotlink.clock.advance(1);
    const { text } = await slotlink.http.get(path).expect(404);
    expect(text).toContain('Ask for another one');
    await go(path).expect(404);
  });

  it('is not for who has connected, while who must reconnect may be asked', async () => {
    const path = await asked();
    await connectZoom(slotlink, rep, { email: zoomEmail });
    // Used up by that, too.
    await go(path).expect(404);
    const refused = await ask(owner).expect(409);
    expect(slugOf(refused)).toBe('zoom-already-connected');
    await slotlink.query(`UPDATE zoom_connections SET state = 'reconnect-required' WHERE user_id = $1`, [rep.userId]);
    const again = await asked();
    expect((await back(await wayBack(again))).headers.location).toContain('?zoom=connected');
  });

  it('ends with the user', async () => {
    const path = await asked();
    const onTheWay = await wayBack(path);
    await owner.delete(`/v1/users/${rep.userId}`).expect(204);
    await slotlink.http.get(path).expect(404);
    await go(path).expect(404);
    expect((await back(onTheWay)).headers.location).toContain('?zoom=oauth-state-invalid');
    await ask(owner).expect(404);
  });

  it('is for admins, of their own account', async () => {
    const stranger = await anAccount(slotlink);
    await ask(rep).expect(403);
    await ask(stranger).expect(404);
    await ask(owner, 'nobody').expect(404);
    await ask(owner, '00000000-0000-4000-8000-000000000000').expect(404);
    expect(await letters()).toEqual([]);
  });

  it('takes no Zoom account that is bound to another', async () => {
    await connectZoom(slotlink, owner, { email: zoomEmail });
    const path = await asked();
    expect((await back(await wayBack(path))).headers.location).toContain('?zoom=zoom-account-bound');
    expect((await tryToConnect(slotlink, rep, anEmail('zoom'))).status).toBe(200);
  });

  it('fills nobody’s inbox', async () => {
    for (let letter = 0; letter < 5; letter += 1) await ask(owner).expect(202);
    const refused = await ask(owner).expect(429);
    expect(refused.headers['retry-after']).toBe('3600');
    expect(await letters()).toHaveLength(5);
    await ask(owner, (await owner.addUser()).userId).expect(202);
  });

  it('stores no link, only what knows it again, and records who asked', async () => {
    const token = (await asked()).split('/').at(-1);
    const rows = await slotlink.query<{ text: string }>(
      `SELECT row_to_json(l)::text AS text FROM zoom_connect_links l
       UNION ALL SELECT row_to_json(m)::text FROM messages m`,
    );
    expect(rows.map(({ text }) => text).join()).not.toContain(token);
    const entries = await slotlink.query<Record<string, unknown>>(
      `SELECT actor_id, target_id, row_to_json(e)::text AS text FROM audit_entries e
       WHERE account_id = $1 AND action = 'zoom.connect-link-sent'`,
      [owner.accountId],
    );
    expect(entries).toMatchObject([{ actor_id: owner.userId, target_id: rep.userId }]);
    expect(entries[0]!.text).not.toContain(token);
  });

  it.each(['x', 'x'.repeat(43), '..%2F..', "'%3B--"])('knows no link %s', async (token) => {
    await slotlink.http.get(`/app/connect-zoom/${token}`).expect(404);
    await go(`/app/connect-zoom/${token}`).expect(404);
  });
});
