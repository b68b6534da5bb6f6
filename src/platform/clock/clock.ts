/** The domain's time. It runs at the machine's pace from wherever it was set. */
export class Clock {
  /** Domain time minus the machine's time, in milliseconds. */
  offsetMs = 0;

  /** Epoch milliseconds. */
  ms(): number {
    return Date.now() + this.offsetMs;
  }

  now(): Date {
    return new Date(this.ms());
  }
}
