import { setTimeout as pause } from 'node:timers/promises';

/** Polls every 10 ms until `look` gives something other than undefined; undefined once `patience` (ms) is over. */
export async function until<T>(look: () => T | undefined, patience: number): Promise<T | undefined> {
  const deadline = performance.now() + patience;
  for (;;) {
    const found = look();
    if (found !== undefined || performance.now() > deadline) return found;
    await pause(10);
  }
}
