import { setTimeout as pause } from 'node:timers/promises';

/** Asks again until it is so, or the time is up. @returns whether it came to be so */
export async function eventually(isSo: () => Promise<boolean>, { withinMs }: { withinMs: number }): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    if (await isSo()) return true;
    if (performance.now() > deadline) return false;
    await pause(50);
  }
}
