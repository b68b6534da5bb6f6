/** An answer whose act is committed and that may get better in a moment, such as a booking whose link is on its way. */
export class ImprovingAnswer<Body> {
  constructor(
    readonly first: Body,
    /** Awaited outside any transaction. */
    readonly better: () => Promise<Body>,
  ) {}
}
