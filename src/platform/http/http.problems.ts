import { defineProblem } from './problem';

export const Invalid = defineProblem('invalid', 422, 'The input is not valid');
export const Unauthenticated = defineProblem('unauthenticated', 401, 'No valid token was given');
export const Forbidden = defineProblem('forbidden', 403, 'This is not allowed to you');
export const NotFound = defineProblem('not-found', 404, 'There is no such thing here');
export const TooLarge = defineProblem('too-large', 413, 'The body is too large');
export const UnsupportedMediaType = defineProblem('unsupported-media-type', 415, 'The body must be JSON');
export const StaleVersion = defineProblem('stale-version', 412, 'It was changed in the meantime');
export const KeyReused = defineProblem(
  'idempotency-key-reused',
  422,
  'The Idempotency-Key was used for another request',
);
export const RateLimited = defineProblem('rate-limited', 429, 'Too many requests');
export const Unavailable = defineProblem('unavailable', 503, 'A part it needs is out of reach');
export const Internal = defineProblem('internal', 500, 'Something broke on our side');
