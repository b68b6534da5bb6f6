import { Database } from '../../src/platform/database';
import { Signals } from '../../src/platform/signals';
import { TestApp, startTestApp } from '../kit/test-app';

/** Longer than jest lets a test run: only a signal ends the wait. */
const FOREVER_MS = 60_000;

describe('signals', () => {
  let slotlink: TestApp;
  let other: TestApp;
  let signals: Signals;
  beforeAll(async () => {
    [slotlink, other] = await Promise.all([startTestApp(), startTestApp()]);
    signals = slotlink.app.get(Signals);
  });
  afterAll(async () => {
    await slotlink.close();
    await other.close();
  });

  it('wake everybody who waits for the topic, once the change is committed', async () => {
    const waiting = Promise.all([signals.wait('slot:1', FOREVER_MS), signals.wait('slot:1', FOREVER_MS)]);
    let committed = false;
    const db = slotlink.app.get(Database);
    await db.transaction(async () => {
      await signals.send('slot:1');
      // Sent later and committed at once: what leaves before its commit would have come before it.
      const later = signals.wait('slot:later', FOREVER_MS);
      await db.separately(() => signals.send('slot:later'));
      await later;
      await expect(Promise.race([waiting, Promise.resolve('asleep')])).resolves.toBe('asleep');
      committed = true;
    });
    await waiting;
    expect(committed).toBe(true);
  });

  it('say nothing of other topics, of what is rolled back, or to other databases', async () => {
    const waits = [signals.wait('slot:2', 150), other.app.get(Signals).wait('slot:3', 150)];
    const ended = Promise.race(waits).then(() => performance.now());
    const began = performance.now();
    await signals.send('slot:3');
    const act = slotlink.app.get(Database).transaction(async () => {
      await signals.send('slot:2');
      throw new Error('refused');
    });
    await expect(act).rejects.toThrow('refused');
    expect((await ended) - began).toBeGreaterThan(140);
    await Promise.all(waits);
  });

  it('are waited for no longer than somebody wants to', async () => {
    const until = new AbortController();
    const waiting = signals.wait('slot:5', FOREVER_MS, until.signal);
    until.abort();
    await waiting;
    await signals.wait('slot:5', FOREVER_MS, until.signal);
  });

  it('come again after the listening connection was lost', async () => {
    const before = await signals.backendPid();
    await slotlink.query('SELECT pg_terminate_backend($1)', [before]);
    let now: number | null = before;
    while (now === before || now === null) {
      // The event loop must turn, or nobody reconnects.
      await new Promise(setImmediate);
      now = await signals.backendPid().catch(() => null);
    }
    const woken = signals.wait('slot:4', FOREVER_MS);
    await signals.send('slot:4');
    await woken;
  });
});
