/** Why a feed could not be read this time. */
export const FEED_FAULTS = [
  'address-refused',
  'unreachable',
  'timeout',
  'too-large',
  'too-complex',
  'http-status',
  'too-many-redirects',
  'not-a-calendar',
  'key-lost',
] as const;
export type FeedFaultCode = (typeof FEED_FAULTS)[number];

/** Said to whoever may see the feed: it holds neither its address nor anything of the answer's text. */
export class FeedFault extends Error {
  constructor(
    readonly code: FeedFaultCode,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}
