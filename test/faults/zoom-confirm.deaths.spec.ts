import { ZoomSessions } from '../../src/zoom';
import { ConfirmConnect } from '../../src/zoom/confirm-connect';
import { type TestUser, anAccount, anEmail } from '../kit/identity';
import { actAs } from '../kit/login-as';
import { zoomFails } from '../kit/meetings';
import { type Death, actUntilDeath, bury, deathPoints, drainUntilDeath } from '../kit/mortal';
import { SEED } from '../kit/seeded';
import { MONDAY, type TestApp, startTestApp } from '../kit/test-app';
import { callback, consent, requestsTo, startConnect, tryToConnect } from '../kit/zoom';

/** All of them: `TEST_EVERY_DEATH=1`. */
const STRIDE = 6;
const MINUTE = 60_000;

describe(`a Zoom account that waits for a yes, when processes die (TEST_SEED=${SEED})`, () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  beforeEach(() => slotlink.clock.set(MONDAY));
  afterAll(() => slotlink.close());

  interface Rep {
    acting: TestUser;
    zoomEmail: string;
  }
  const aRep = async (): Promise<Rep> => {
    await slotlink.clock.set(MONDAY);
    return { acting: await actAs(slotlink, owner, await owner.addUser()), zoomEmail: anEmail('zoom') };
  };
  const whoAtZoom = async ({ acting }: Rep) => {
    const asked = await slotlink.app
      .get(ZoomSessions)
      .using(acting.userId, async (session) => (await session.me()).email);
    return asked.state === 'done' ? asked.result : asked.state;
  };
  const revocations = async ({ zoomEmail }: Rep) =>
    (await requestsTo(slotlink, zoomEmail, 'POST /oauth/revoke')).length;
  /** Until nobody can say yes any more. */
  const wait = async () => {
    await slotlink.clock.advance(16 * MINUTE);
    await slotlink.drainJobs();
    await slotlink.drainJobs();
  };

  async function confirmUntil(death: Death): Promise<boolean> {
    const rep = await aRep();
    const { body } = await tryToConnect(slotlink, rep.acting, rep.zoomEmail);
    const { confirmToken } = body as { confirmToken: string };
    const { accountId, userId } = rep.acting;
    const who = { accountId, userId, actorId: owner.userId };
    const died = await actUntilDeath(() => slotlink.app.get(ConfirmConnect).run(who, confirmToken), death);
    await bury(slotlink);
    // Done, or still to be done by the same token: nothing between.
    const connected = (await whoAtZoom(rep)) === rep.zoomEmail;
    await rep.acting.post('/v1/me/integrations/zoom/confirm', { confirmToken }).expect(connected ? 422 : 200);
    await wait();
    expect([await whoAtZoom(rep), await revocations(rep)]).toEqual([rep.zoomEmail, 0]);
    return died;
  }

  async function settleUntil(death: Death): Promise<boolean> {
    const rep = await aRep();
    const path = await consent(await startConnect(rep.acting), rep.zoomEmail);
    await zoomFails(slotlink, { path: '/v2/users/me', kind: 'status', status: 503 });
    await callback(slotlink, path).expect(503);
    await slotlink.clock.advance(MINUTE);
    const died = await drainUntilDeath(slotlink, death);
    await bury(slotlink);
    await slotlink.drainJobs();
    await wait();
    expect(await whoAtZoom(rep)).toBe('not-connected');
    expect(await revocations(rep)).toBeGreaterThan(0);
    expect(await slotlink.query('SELECT FROM zoom_unconfirmed')).toEqual([]);
    return died;
  }

  it.each([
    ['whoever says yes', confirmUntil],
    ['the job that took over from a callback', settleUntil],
  ])(
    '%s dies before or after any of its requests',
    async (_, until) => {
      let deaths = 0;
      for (const when of ['before', 'after'] as const) {
        for (const at of deathPoints(STRIDE)) {
          if (!(await until({ at, when }))) break;
          deaths += 1;
        }
      }
      expect(deaths).toBeGreaterThan(2);
    },
    600_000,
  );
});
