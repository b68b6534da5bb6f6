/**
 * Lets work of one name run one after the other in this process. Twins that waited inside the database instead would
 * each hold a connection, and enough of them the whole pool, which the first one may still need.
 */
export class OneAtATime {
  private readonly underway = new Map<string, Promise<void>>();

  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    for (let other = this.underway.get(name); other; other = this.underway.get(name)) await other;
    const result = work();
    this.underway.set(
      name,
      result.then(
        () => undefined,
        () => undefined,
      ),
    );
    try {
      return await result;
    } finally {
      this.underway.delete(name);
    }
  }
}
