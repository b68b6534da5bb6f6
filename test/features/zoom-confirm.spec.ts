import { ZoomSessions } from '../../src/zoom';
import { type TestUser, anAccount, anEmail } from '../kit/identity';
import { actAs } from '../kit/login-as';
import { MONDAY, type TestApp, startTestApp } from '../kit/test-app';
import { callback, connectZoom, consent, requestsTo, simulator, startConnect, tryToConnect } from '../kit/zoom';

const CONNECTION = '/v1/me/integrations/zoom';
const CONFIRM = `${CONNECTION}/confirm`;
const CALENDAR = '0b8f9d52-4a07-4e43-9f37-3f1f0f3f8a11';
const QUARTER_MS = 15 * 60_000;
const slugOf = ({ body }: { body: { type: string } }) => body.type.split('/').at(-1);

describe('connecting Zoom for a rep', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let admin: TestUser;
  let rep: TestUser;
  let acting: TestUser;
  let zoomEmail: string;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    await slotlink.clock.set(MONDAY);
    owner = await anAccount(slotlink);
    admin = await owner.addUser({ role: 'admin', name: 'Ada Admin' });
    rep = await owner.addUser({ name: 'Rita Rep' });
    acting = await actAs(slotlink, admin, rep);
    zoomEmail = anEmail('zoom');
    await simulator(slotlink, 'POST', 'users', { email: zoomEmail, displayName: 'Ada at Zoom' });
  });

  const stateOf = async (user: TestUser) => (await user.get(CONNECTION).expect(200)).body.state as string;
  const whoAtZoom = async (user: TestUser) => {
    const asked = await slotlink.app
      .get(ZoomSessions)
      .using(user.userId, async (session) => (await session.me()).email);
    return asked.state === 'done' ? asked.result : asked.state;
  };
  const revocations = async (email = zoomEmail) => (await requestsTo(slotlink, email, 'POST /oauth/revoke')).length;
  const bindings = async () => slotlink.query(`SELECT FROM zoom_bindings WHERE user_id = $1`, [rep.userId]);
  /** The admin has gone to Zoom as the rep, signed in there as `zoomEmail`. @returns the token that confirms it */
  const awaiting = async (as = acting): Promise<string> => {
    const { status, body } = await tryToConnect(slotlink, as, zoomEmail);
    if (status !== 202) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
    return body.confirmToken as string;
  };

  it.each([
    ['profile', '/app/profile/integrations'],
    ['default-location', '/app/profile/default-location'],
    [`calendar:${CALENDAR}`, `/app/calendars/${CALENDAR}`],
  ])('is finished by an admin from %s, and is the rep’s, when the e-mail is theirs', async (returnTo, page) => {
    const theirs = rep.email.toUpperCase();
    const path = await consent(await startConnect(acting, returnTo), theirs);
    const back = await slotlink.http.get(path).set('accept', 'text/html').expect(302);
    expect(back.headers.location).toBe(`${page}?zoom=connected`);
    expect((await rep.get(CONNECTION).expect(200)).body).toMatchObject({ state: 'connected' });
    expect(await stateOf(admin)).toBe('not-connected');
    const [fact] = await slotlink.query(
      `SELECT actor_id, subject_id FROM facts WHERE name = 'zoom.connected' AND payload ->> 'userId' = $1`,
      [rep.userId],
    );
    expect(fact).toEqual({ actor_id: admin.userId, subject_id: rep.userId });
  });

  it('binds nothing until it is confirmed when the e-mail is another', async () => {
    const { status, body } = await tryToConnect(slotlink, acting, zoomEmail, 'default-location');
    expect(status).toBe(202);
    expect(body).toEqual({
      state: 'awaiting-confirmation',
      zoomUser: {
        id: expect.any(String),
        accountId: expect.any(String),
        email: zoomEmail,
        displayName: 'Ada at Zoom',
        plan: 'licensed',
      },
      confirmToken: expect.stringMatching(/^[\w-]{43}$/),
      expiresAt: new Date(Date.parse(MONDAY) + QUARTER_MS).toISOString(),
      returnTo: 'default-location',
    });
    expect([await stateOf(rep), await stateOf(admin), await bindings()]).toEqual([
      'not-connected',
      'not-connected',
      [],
    ]);

    const confirmed = await acting.post(CONFIRM, { confirmToken: body.confirmToken }).expect(200);
    expect(confirmed.body).toMatchObject({
      state: 'connected',
      zoomUser: { email: zoomEmail },
      returnTo: 'default-location',
    });
    expect([await stateOf(rep), await stateOf(admin)]).toEqual(['connected', 'not-connected']);
    expect(await whoAtZoom(rep)).toBe(zoomEmail);
    await slotlink.clock.advance(QUARTER_MS + 60_000);
    await slotlink.drainJobs();
    expect([await revocations(), await whoAtZoom(rep)]).toEqual([0, zoomEmail]);
  });

  it('keeps the tokens sealed and the token that confirms hashed', async () => {
    const confirmToken = await awaiting();
    const [{ text }] = (await slotlink.query(
      `SELECT concat_ws(' ', (SELECT json_agg(u) FROM zoom_unconfirmed u),
         (SELECT json_agg(j) FROM graphile_worker._private_jobs j), (SELECT json_agg(f) FROM facts f)) AS text`,
    )) as [{ text: string }];
    expect(text).not.toMatch(/eyJ[\w-]+\./);
    expect(text).not.toContain(confirmToken);
  });

  it('asks nobody who connects for themselves, nor about a Zoom account that is the rep’s already', async () => {
    expect((await tryToConnect(slotlink, rep, zoomEmail)).status).toBe(200);
    await rep.delete(CONNECTION).expect(204);
    await simulator(slotlink, 'POST', 'users', { email: zoomEmail, displayName: 'Rita at Zoom' });
    expect((await tryToConnect(slotlink, acting, zoomEmail)).status).toBe(200);
    // Again, over the living one: its tokens have died by that.
    expect((await tryToConnect(slotlink, acting, zoomEmail)).status).toBe(200);
    expect(await whoAtZoom(rep)).toBe(zoomEmail);
  });

  it('is confirmed once, also by many at the same moment', async () => {
    const confirmToken = await awaiting();
    const answers = await Promise.all(Array.from({ length: 6 }, () => acting.post(CONFIRM, { confirmToken })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422, 422, 422]);
    const late = await acting.post(CONFIRM, { confirmToken }).expect(422);
    expect(slugOf(late)).toBe('zoom-confirmation-invalid');
    expect(await whoAtZoom(rep)).toBe(zoomEmail);
  });

  it('is confirmed by nobody but that admin as that rep', async () => {
    const confirmToken = await awaiting();
    const stranger = await anAccount(slotlink);
    const others = [
      admin,
      owner,
      rep,
      stranger,
      await actAs(slotlink, owner, rep),
      await actAs(slotlink, admin, await owner.addUser()),
    ];
    for (const other of others) {
      for (const answer of ['confirm', 'decline']) {
        const refused = await other.post(`${CONNECTION}/${answer}`, { confirmToken }).expect(422);
        expect(slugOf(refused)).toBe('zoom-confirmation-invalid');
      }
    }
    expect(await bindings()).toEqual([]);
    // Logged in anew, they are the same two people.
    const again = await actAs(slotlink, admin, rep);
    await acting.post('/v1/auth/logout').expect(204);
    await acting.post(CONFIRM, { confirmToken }).expect(401);
    await again.post(CONFIRM, { confirmToken }).expect(200);
  });

  it.each([{}, { confirmToken: '' }, { confirmToken: 7 }, { confirmToken: 'x'.repeat(101) }, { confirmToken: null }])(
    'cannot be confirmed by %j',
    async (input) => {
      const { body } = await acting.post(CONFIRM, input).expect(422);
      expect(body.errors[0].pointer).toBe('/confirmToken');
    },
  );

  it('is given back to Zoom when it is declined', async () => {
    const confirmToken = await awaiting();
    await acting.post(`${CONNECTION}/decline`, { confirmToken }).expect(204);
    await acting.post(`${CONNECTION}/decline`, { confirmToken }).expect(422);
    await acting.post(CONFIRM, { confirmToken }).expect(422);
    await slotlink.drainJobs();
    expect([await revocations(), await bindings()]).toEqual([1, []]);
    await connectZoom(slotlink, admin, { email: zoomEmail });
  });

  it('is given back to Zoom when nobody confirms it in time', async () => {
    const confirmToken = await awaiting();
    await slotlink.clock.advance(QUARTER_MS);
    const late = await acting.post(CONFIRM, { confirmToken }).expect(422);
    expect(slugOf(late)).toBe('zoom-confirmation-invalid');
    await slotlink.clock.advance(60_000);
    await slotlink.drainJobs();
    expect(await revocations()).toBe(1);
    expect(await slotlink.query('SELECT FROM zoom_unconfirmed')).toEqual([]);
  });

  it('goes to one of the two when it is confirmed as it ends', async () => {
    const confirmToken = await awaiting();
    const ended = slotlink
      .query(`UPDATE graphile_worker._private_jobs SET run_at = now()`)
      .then(() => slotlink.drainJobs());
    const [answer] = await Promise.all([acting.post(CONFIRM, { confirmToken }), ended]);
    await slotlink.drainJobs();
    expect(await stateOf(rep)).toBe(answer.status === 200 ? 'connected' : 'not-connected');
    expect(await revocations()).toBe(answer.status === 200 ? 0 : 1);
    if (answer.status === 200) expect(await whoAtZoom(rep)).toBe(zoomEmail);
  });

  it('does not take a Zoom account that somebody else has connected meanwhile', async () => {
    const confirmToken = await awaiting();
    await connectZoom(slotlink, owner, { email: zoomEmail });
    const refused = await acting.post(CONFIRM, { confirmToken }).expect(422);
    expect(slugOf(refused)).toBe('zoom-confirmation-invalid');
    await slotlink.clock.advance(QUARTER_MS + 60_000);
    await slotlink.drainJobs();
    expect([await whoAtZoom(owner), await revocations(), await bindings()]).toEqual([zoomEmail, 0, []]);
  });

  it('goes to one of two who want the Zoom account at the same moment', async () => {
    const confirmToken = await awaiting();
    const nora = await owner.addUser();
    const path = await consent(await startConnect(nora), zoomEmail);
    const [confirmed, connected] = await Promise.all([
      acting.post(CONFIRM, { confirmToken }),
      callback(slotlink, path),
    ]);
    await slotlink.drainJobs();
    const winners = [confirmed, connected].filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    expect(await whoAtZoom(connected.status === 200 ? nora : rep)).toBe(zoomEmail);
  });

  it('counts the later of two sign-ins to the same Zoom account', async () => {
    const first = await awaiting();
    const second = await awaiting();
    await acting.post(CONFIRM, { confirmToken: first }).expect(422);
    await acting.post(CONFIRM, { confirmToken: second }).expect(200);
    expect(await whoAtZoom(rep)).toBe(zoomEmail);
  });

  it('is refused at once when the Zoom account is another’s, who goes on with it', async () => {
    await connectZoom(slotlink, owner, { email: zoomEmail });
    const refused = await tryToConnect(slotlink, acting, zoomEmail);
    expect([refused.status, slugOf(refused)]).toEqual([409, 'zoom-account-bound']);
    expect(await whoAtZoom(owner)).toBe(zoomEmail);
  });

  it('is refused when the rep has connected another one meanwhile', async () => {
    const confirmToken = await awaiting();
    const own = await connectZoom(slotlink, rep);
    const refused = await acting.post(CONFIRM, { confirmToken }).expect(409);
    expect(slugOf(refused)).toBe('zoom-already-connected');
    await slotlink.drainJobs();
    expect([await whoAtZoom(rep), await revocations(), await revocations(own)]).toEqual([own, 1, 0]);
  });

  it('can be confirmed later when Zoom does not answer', async () => {
    const confirmToken = await awaiting();
    await simulator(slotlink, 'POST', 'faults', { path: '/v2/users/me', times: 1, kind: 'status', status: 503 });
    const refused = await acting.post(CONFIRM, { confirmToken }).expect(503);
    expect(slugOf(refused)).toBe('zoom-unavailable');
    await acting.post(CONFIRM, { confirmToken }).expect(200);
  });

  it('ends without a yes when its callback died: nobody was given the token', async () => {
    const path = await consent(await startConnect(acting), zoomEmail);
    await simulator(slotlink, 'POST', 'faults', { path: '/v2/users/me', times: 1, kind: 'status', status: 503 });
    await callback(slotlink, path).expect(503);
    await slotlink.clock.advance(60_000);
    await slotlink.drainJobs();
    expect(await bindings()).toEqual([]);
    await slotlink.clock.advance(QUARTER_MS + 60_000);
    await slotlink.drainJobs();
    expect([await revocations(), await bindings()]).toEqual([1, []]);
  });

  it('needs the admin to be one still, and the rep to be there', async () => {
    const path = await consent(await startConnect(acting), rep.email);
    await owner.patch(`/v1/users/${admin.userId}`, { role: 'member' }).expect(200);
    const refused = await callback(slotlink, path).expect(422);
    expect(slugOf(refused)).toBe('oauth-state-invalid');
    await slotlink.drainJobs();
    expect([await revocations(rep.email), await bindings()]).toEqual([1, []]);

    const byOwner = await actAs(slotlink, owner, rep);
    const confirmToken = await awaiting(byOwner);
    await owner.delete(`/v1/users/${rep.userId}`).expect(204);
    await byOwner.post(CONFIRM, { confirmToken }).expect(401);
    await slotlink.clock.advance(QUARTER_MS + 60_000);
    await slotlink.drainJobs();
    expect(await revocations()).toBe(1);
  });

  it.each([
    ['logged out', () => acting.post('/v1/auth/logout')],
    ['was ended by an owner', () => owner.delete(`/v1/users/${rep.userId}/login-as`)],
  ])('ends with the login it was begun in: the admin %s', async (_, end) => {
    const path = await consent(await startConnect(acting), rep.email);
    await end().expect(204);
    const refused = await callback(slotlink, path).expect(422);
    expect(slugOf(refused)).toBe('oauth-state-invalid');
    await slotlink.drainJobs();
    expect([await revocations(rep.email), await bindings()]).toEqual([1, []]);
  });

  describe('in a browser', () => {
    /** What browsers say of every request, and nothing else can say in their place. */
    const BROWSER = { accept: 'text/html', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    const cookieIn = ({ headers }: { headers: Record<string, unknown> }) =>
      (headers['set-cookie'] as string[] | undefined)?.[0]?.split(';')[0] ?? '';
    const come = (path: string, cookie = '') => slotlink.http.get(path).set(BROWSER).set('cookie', cookie);
    const press = (button: 'confirm' | 'decline', cookie: string) =>
      slotlink.http.post(`/app/zoom/${button}`).type('form').set('cookie', cookie);

    it('shows whose account it is to that browser alone, which can say yes', async () => {
      const path = await consent(await startConnect(acting, 'default-location'), zoomEmail);
      const back = await slotlink.http.get(path).set('accept', 'text/html').expect(302);
      expect(back.headers.location).toBe('/app/profile/default-location?zoom=confirm');
      const [given] = back.headers['set-cookie'] as unknown as string[];
      expect(given).toMatch(/; Path=\/app; Max-Age=900; HttpOnly; SameSite=Lax$/);
      const shown = await come('/app/profile/default-location?zoom=confirm', cookieIn(back)).expect(200);
      for (const seen of [
        'Ada at Zoom',
        zoomEmail,
        'Rita Rep',
        rep.email,
        'ABC Marketing',
        'Nothing is connected yet',
      ]) {
        expect(shown.text).toContain(seen);
      }
      for (const cookie of ['', 'slotlink_zoom_confirm=made-up', 'slotlink_zoom_confirm']) {
        const { text } = await come('/app/profile/default-location?zoom=confirm', cookie).expect(200);
        expect(text).not.toContain(zoomEmail);
        const refused = await press('confirm', cookie).expect(303);
        expect(refused.headers.location).toBe('/app/profile/integrations?zoom=zoom-confirmation-invalid');
      }
      expect(await bindings()).toEqual([]);

      const done = await press('confirm', cookieIn(back)).expect(303);
      expect(done.headers.location).toBe('/app/profile/default-location?zoom=connected');
      expect([await stateOf(rep), await whoAtZoom(rep)]).toEqual(['connected', zoomEmail]);
      const again = await press('confirm', cookieIn(back)).expect(303);
      expect(again.headers.location).toContain('?zoom=zoom-confirmation-invalid');
    });

    it('takes no yes after the login it was begun in', async () => {
      const back = await come(await consent(await startConnect(acting), zoomEmail)).expect(302);
      await owner.delete(`/v1/users/${rep.userId}/login-as`).expect(204);
      const refused = await press('confirm', cookieIn(back)).expect(303);
      expect(refused.headers.location).toBe('/app/profile/integrations?zoom=oauth-state-invalid');
      await slotlink.drainJobs();
      expect([await revocations(), await bindings()]).toEqual([1, []]);
    });

    it('throws away what is not right', async () => {
      const path = await consent(await startConnect(acting), zoomEmail);
      const back = await come(path).expect(302);
      const done = await press('decline', cookieIn(back)).expect(303);
      expect(done.headers.location).toBe('/app/profile/integrations?zoom=declined');
      await come(done.headers.location!).expect(200);
      await slotlink.drainJobs();
      expect([await revocations(), await bindings()]).toEqual([1, []]);
    });

    it('asks a browser that did not begin it, so that nobody’s Zoom goes to who sent them there', async () => {
      const mallory = await anAccount(slotlink, { name: 'Mallory', accountName: 'Elsewhere' });
      const path = await consent(await startConnect(mallory), zoomEmail);
      const back = await come(path).expect(302);
      expect(back.headers.location).toBe('/app/profile/integrations?zoom=confirm');
      expect(await stateOf(mallory)).toBe('not-connected');
      const { text } = await come(back.headers.location!, cookieIn(back)).expect(200);
      expect(text).toContain('Mallory');
      expect(text).toContain('throw it away');
      await press('decline', cookieIn(back)).expect(303);
      await slotlink.drainJobs();
      expect([await stateOf(mallory), await revocations()]).toEqual(['not-connected', 1]);
    });

    it('asks also when the callback is fetched by somebody’s page, in a frame or by a script', async () => {
      const mallory = await anAccount(slotlink);
      for (const how of ['no-cors', 'cors', 'navigate']) {
        const path = await consent(await startConnect(mallory), zoomEmail);
        const { status } = await callback(slotlink, path).set({
          'sec-fetch-site': 'cross-site',
          'sec-fetch-mode': how,
        });
        expect(status).toBe(202);
      }
      expect(await stateOf(mallory)).toBe('not-connected');
    });

    it('asks nothing of the browser that began it', async () => {
      const begun = await rep.post(`${CONNECTION}/connect`, {}).expect(200);
      const mark = cookieIn(begun);
      const path = await consent(begun.body.authorizeUrl, zoomEmail);
      const back = await come(path, `other=1; ${mark}`).expect(302);
      expect(back.headers.location).toBe('/app/profile/integrations?zoom=connected');
      // It keeps its mark, so that two tabs may go to Zoom at once.
      const next = await rep.post(`${CONNECTION}/connect`, {}).set('cookie', mark).expect(200);
      expect(cookieIn(next)).toBe(mark);
    });

    it('refuses before it asks', async () => {
      await connectZoom(slotlink, owner, { email: zoomEmail });
      const mallory = await anAccount(slotlink);
      const back = await come(await consent(await startConnect(mallory), zoomEmail)).expect(302);
      expect(back.headers.location).toBe('/app/profile/integrations?zoom=zoom-account-bound');
      expect(await whoAtZoom(owner)).toBe(zoomEmail);
    });
  });
});
