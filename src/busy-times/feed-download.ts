import type { LookupAddress } from 'node:dns';
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type LookupFunction, isIP } from 'node:net';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { addressFault, feedAddress } from './feed-address.rules';
import { FeedFault } from './feed-fault';
import type { PublicAddresses } from './public-addresses';

export interface DownloadLimits {
  /** Milliseconds from the first name looked up to the last byte. */
  patience: number;
  /** Of the text, before and after it is unpacked. */
  maxBytes: number;
  maxRedirects: number;
}

export interface DownloadSettings extends DownloadLimits {
  addresses: PublicAddresses;
  httpsOnly: boolean;
  /** Every address of a name. */
  lookup: (name: string) => Promise<LookupAddress[]>;
}

/** What an answer is known by, to ask whether there is a newer one. */
export interface Validators {
  etag: string | null;
  lastModified: string | null;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const ETAG = /^(?:W\/)?"[\x21\x23-\x7e]{0,500}"$/;
const LAST_MODIFIED = /^[A-Za-z0-9 ,:+-]{1,60}$/;

/**
 * Reads texts from addresses that strangers give us. It speaks to public addresses only: a name's addresses are checked
 * when they are looked up, and those very addresses are connected to, so that a name cannot answer twice.
 */
export class FeedDownload {
  constructor(private readonly settings: DownloadSettings) {}

  /**
   * Hands the text over piece by piece, as Latin-1.
   * @returns null when nothing changed since `known`
   * @throws FeedFault, also what `take` throws
   */
  async read(address: string, known: Validators, take: (piece: string) => void): Promise<Validators | null> {
    const signal = AbortSignal.timeout(this.settings.patience);
    try {
      const response = await this.follow(address, known, signal);
      if (response.statusCode === 304) {
        response.destroy();
        return null;
      }
      await this.drain(response, take);
      return validatorsOf(response);
    } catch (error) {
      throw signal.aborted ? new FeedFault('timeout', this.tooSlow) : toFault(error);
    }
  }

  private async follow(address: string, known: Validators, signal: AbortSignal): Promise<IncomingMessage> {
    let url = this.checked(address);
    for (let redirects = 0; ; redirects += 1) {
      const response = await this.ask(url, known, signal);
      const status = response.statusCode ?? 0;
      const isConditional = known.etag !== null || known.lastModified !== null;
      if (status === 200 || (status === 304 && isConditional)) return response;
      response.destroy();
      const { location } = response.headers;
      if (!REDIRECTS.has(status) || location === undefined) {
        throw new FeedFault('http-status', `The server answered with status ${status}.`);
      }
      if (redirects === this.settings.maxRedirects) {
        throw new FeedFault('too-many-redirects', `It redirects more than ${this.settings.maxRedirects} times.`);
      }
      url = this.redirected(url, location);
    }
  }

  private redirected(from: URL, location: string): URL {
    const to = URL.canParse(location, from.href) ? this.checked(new URL(location, from).href) : this.checked(location);
    if (from.protocol === 'https:' && to.protocol !== 'https:') {
      throw new FeedFault('address-refused', 'It redirects from https to http.');
    }
    return to;
  }

  /** @throws FeedFault for what must not be asked at all */
  private checked(text: string): URL {
    const url = feedAddress(text);
    const fault = addressFault(url, this.settings);
    if (!url || fault !== null) throw new FeedFault('address-refused', `The address ${fault ?? 'is none'}.`);
    // Written as a number, it is never looked up.
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0) this.assertPublic([host]);
    return url;
  }

  private ask(url: URL, known: Validators, signal: AbortSignal): Promise<IncomingMessage> {
    const headers: Record<string, string> = {
      accept: 'text/calendar, */*;q=0.1',
      'accept-encoding': 'gzip',
      'user-agent': 'Slotlink',
      ...(known.etag !== null && { 'if-none-match': known.etag }),
      ...(known.lastModified !== null && { 'if-modified-since': known.lastModified }),
    };
    // A connection of its own: none that was opened before the check is used again.
    const options: RequestOptions = { agent: false, headers, signal, lookup: this.lookup };
    return new Promise((resolve, reject) => {
      const request = url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options);
      request.on('response', resolve).on('error', reject);
      request.on('upgrade', (_, socket) => {
        socket.destroy();
        reject(new FeedFault('http-status', 'The server answered with status 101.'));
      });
      request.end();
    });
  }

  private readonly lookup: LookupFunction = (name, options, done) => {
    this.settings
      .lookup(name)
      .then((found) => {
        this.assertPublic(found.map(({ address }) => address));
        const [first] = found;
        if (!first) throw new FeedFault('unreachable', 'Its name has no address.');
        if (options.all) done(null, found);
        else done(null, first.address, first.family);
      })
      .catch((error: unknown) => {
        done(error as Error, []);
      });
  };

  /** One address among several is enough to be led astray by. */
  private assertPublic(addresses: string[]): void {
    if (addresses.every((address) => this.settings.addresses.has(address))) return;
    throw new FeedFault('address-refused', 'The address is not on the public internet.');
  }

  private async drain(response: IncomingMessage, take: (piece: string) => void): Promise<void> {
    // Leaving the loop closes the connection.
    for await (const piece of unpacked(response, this.settings.maxBytes)) take(piece.toString('latin1'));
  }

  private get tooSlow(): string {
    return `It could not be read whole within ${this.settings.patience / 1000} seconds.`;
  }
}

/** Bounded packed and unpacked: much can be packed into little, and nothing into much. */
function unpacked(response: IncomingMessage, maxBytes: number): AsyncIterable<Buffer> {
  const encoding = response.headers['content-encoding']?.toLowerCase() ?? 'identity';
  const packed = bounded(response, maxBytes);
  if (encoding === 'identity') return packed;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw new FeedFault('not-a-calendar', 'It is packed in a way that was not asked for.');
  }
  // Whatever goes wrong reaches the reader of the last stream.
  return bounded(
    pipeline(packed, createGunzip(), () => undefined),
    maxBytes,
  );
}

async function* bounded(source: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const piece of source) {
    size += piece.length;
    if (size > maxBytes) throw new FeedFault('too-large', `It has more than ${maxBytes / 1_000_000} MB.`);
    yield piece;
  }
}

function validatorsOf({ headers }: IncomingMessage): Validators {
  const [etag, lastModified] = [headers.etag ?? '', headers['last-modified'] ?? ''];
  return {
    etag: ETAG.test(etag) ? etag : null,
    lastModified: LAST_MODIFIED.test(lastModified) ? lastModified : null,
  };
}

function toFault(error: unknown): FeedFault {
  if (error instanceof FeedFault) return error;
  const { code = '' } = error as { code?: string };
  // Z_DATA_ERROR, Z_BUF_ERROR: it is not what it says it is.
  if (code.startsWith('Z_')) return new FeedFault('not-a-calendar', 'It cannot be unpacked.');
  const why = /^[A-Z0-9_]{3,50}$/.test(code) ? ` (${code})` : '';
  return new FeedFault('unreachable', `The server could not be reached, or broke off${why}.`);
}
