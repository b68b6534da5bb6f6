/** Of the process: slow servers must not keep its workers from everything else. */
const AT_ONCE = 2;

/** Lets few feeds be fetched at a time. */

export class FetchRoom {
  private taken = 0;

  /** @returns false, with nothing done, when there is no room */
  async with(work: () => Promise<void>): Promise<boolean> {
    if (this.taken >= AT_ONCE) return false;
    this.taken += 1;
    try {
      await work();
    } finally {
      this.taken -= 1;
    }
    return true;
  }
}
