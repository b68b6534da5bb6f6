import type { Config } from '../config';

const YEAR = 31_536_000;

/** An answer that is opened as a page runs, loads and is framed by nothing. Pages have a policy of their own. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The reader of the API's description is one of scripts and styles, all of them ours. */
const DOCS = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What every response carries, unless its route says otherwise, by the address of the request as it came. */
export function securityHeaders({ publicUrl }: Config): (url: string) => Record<string, string> {
  const always = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'x-permitted-cross-domain-policies': 'none',
    // Only browsers that came over TLS heed it.
    ...(publicUrl?.startsWith('https:') && { 'strict-transport-security': `max-age=${YEAR}` }),
  };
  const docs = { ...always, 'content-security-policy': DOCS };
  // What the API says is somebody's own, and of this moment.
  const others = { ...always, 'content-security-policy': NOTHING, 'cache-control': 'no-store' };
  return (url) => (/^\/docs(?:[/?]|$)/.test(url) ? docs : others);
}
