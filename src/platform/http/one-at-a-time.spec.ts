import { OneAtATime } from './one-at-a-time';

describe('OneAtATime', () => {
  it('runs work of one name one after the other, and of others beside it', async () => {
    const line = new OneAtATime();
    const log: string[] = [];
    const gates = new Map<string, () => void>();
    const work = (name: string) => () =>
      new Promise<void>((resolve) => {
        log.push(`${name} begins`);
        gates.set(name, () => {
          log.push(`${name} ends`);
          resolve();
        });
      });
    const all = [line.run('a', work('a1')), line.run('a', work('a2')), line.run('b', work('b1'))];
    await Promise.resolve();
    expect(log).toEqual(['a1 begins', 'b1 begins']);
    gates.get('b1')!();
    gates.get('a1')!();
    await all[0];
    await new Promise(setImmediate);
    gates.get('a2')!();
    await Promise.all(all);
    expect(log.slice(2)).toEqual(['b1 ends', 'a1 ends', 'a2 begins', 'a2 ends']);
  });

  it('goes on after a failure', async () => {
    const line = new OneAtATime();
    const failing = line.run('a', () => Promise.reject(new Error('refused')));
    const next = line.run('a', () => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('refused');
    await expect(next).resolves.toBe('done');
  });
});
