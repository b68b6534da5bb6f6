import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config';
import { Secrets, UnsealError, defineSealedColumn } from '../platform/crypto';
import { Invalid } from '../platform/http';
import { addressFault, feedAddress, shownAddress } from './feed-address.rules';
import { FeedFault } from './feed-fault';
import type { FeedRow } from './feed.entity';
import { PublicAddresses } from './public-addresses';

const placeOf = defineSealedColumn({
  table: 'busy_feeds',
  key: ['id'],
  column: 'url',
  place: (feedId) => `busy_feeds:${feedId}:url`,
});

/** Addresses of feeds leave this class sealed, or for the request: whoever has one reads the calendar. */
@Injectable()
export class FeedUrls {
  constructor(
    private readonly config: Config,
    private readonly secrets: Secrets,
    private readonly addresses: PublicAddresses,
  ) {}

  /** The columns of a feed. Names are looked up later, numbers are judged at once. @throws Invalid */
  take(feedId: string, text: string): Pick<FeedRow, 'url' | 'urlShown'> {
    const url = feedAddress(text);
    const fault = addressFault(url, { httpsOnly: this.config.nodeEnv === 'production' });
    if (!url || fault !== null) throw refusal(fault ?? 'must be a web address');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !this.addresses.has(host)) throw refusal('must lie on the public internet');
    return { url: this.secrets.seal(url.href, placeOf(feedId)), urlShown: shownAddress(url) };
  }

  /** @throws FeedFault when the key it was sealed with is gone */
  open({ id, url }: FeedRow): string {
    try {
      return this.secrets.unseal(url, placeOf(id));
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
      throw new FeedFault('key-lost', 'The key its address was sealed with is gone; add the feed again.');
    }
  }
}

function refusal(detail: string) {
  return Invalid(`/url: ${detail}`, { errors: [{ pointer: '/url', detail }] });
}
