import { DailyLimit, ZoomError, ZoomErrorKind } from './errors';
import { isJson, Json, number, text } from './json';
import { dailyLimit, limitEnds, retryAfter } from './retry-at';
import { Answer, Call, labelOf } from './transport';

const MAX_MESSAGE = 500;

/** Codes that mean the same whatever the call; 3000 and the scope codes also need their text. */
const KINDS: ReadonlyMap<number, ZoomErrorKind> = new Map([
  [124, 'unauthorized'],
  ...[4735, 4737, 4738, 4741].map((code) => [code, 'unauthorized'] as const),
  [200, 'forbidden'],
  [3003, 'forbidden'],
  [3161, 'forbidden'],
  [300, 'validation'],
  [3001, 'not-found'],
  [3002, 'meeting-started'],
  [3007, 'meeting-started'],
  ...[1000, 1001, 1010, 1120, 2001].map((code) => [code, 'user-missing'] as const),
]);

interface Refusal {
  status: number;
  headers: Headers;
  body: Answer['body'];
  code: number | null;
  message: string;
  limit: DailyLimit | null;
}

/** The error an API answer stands for; also right for a 2xx answer that carries an error code. `now` in epoch ms. */
export function apiError(call: Call, answer: Answer, now: number): ZoomError {
  const json: Json = answer.body.is === 'json' && isJson(answer.body.value) ? answer.body.value : {};
  const message = messageOf(json);
  const limit = dailyLimit(message, answer.headers);
  const refusal = { ...answer, code: number(json.code), message, limit };
  return build(call, refusal, kindOf(refusal), now);
}

/** The error an answer of the token endpoints stands for: `{reason, error}` instead of `{code, message}`. */
export function oauthError(call: Call, answer: Answer, now: number): ZoomError {
  const json: Json = answer.body.is === 'json' && isJson(answer.body.value) ? answer.body.value : {};
  const error = text(json.error) ?? '';
  const reason = text(json.reason) ?? text(json.errorMessage) ?? text(json.error_description) ?? '';
  const code = number(json.errorCode) ?? number(json.code);
  const message = [error, reason].filter((part) => part !== '').join(': ');
  const refusal = { ...answer, code, message, limit: null };
  return build(call, refusal, oauthKindOf(refusal, error, reason), now);
}

function kindOf(refusal: Refusal): ZoomErrorKind {
  const { status, code, message } = refusal;
  if (status >= 500 || status === 408) return 'unknown-fate';
  if (status === 429 || code === 429) return refusal.limit === null ? 'rate-limited' : 'daily-limit';
  if (code === 300 && refusal.limit !== null) return 'daily-limit';
  if (code === null || code === 0) return kindWithoutCode(refusal);
  if (code === 4711 || /does not contain scopes?\b/i.test(message)) return 'missing-scope';
  if (code === 4700 || code === 104) return 'unauthorized';
  if (code === 3000) return kindOf3000(message);
  const known = KINDS.get(code);
  if (known !== undefined) return known;
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  // "Registration has not been enabled": the meeting is there.
  if (status === 404) return /registration/i.test(message) ? 'refused' : 'not-found';
  return 'refused';
}

/**
 * An answer without Zoom's own code came from something before Zoom's application. A 404 of that sort must not
 * pass for a deleted meeting. The known exception is the XML that Zoom answers to a passcode it does not like.
 */
function kindWithoutCode({ status, body }: Refusal): ZoomErrorKind {
  if (status === 401) return 'unauthorized';
  if (status < 400 || status === 404) return 'unknown-fate';
  return body.is === 'other' && !body.xml ? 'unknown-fate' : 'refused';
}

function kindOf3000(message: string): ZoomErrorKind {
  if (/schedule a meeting for|cannot access/i.test(message)) return 'forbidden';
  return /occurrence/i.test(message) ? 'validation' : 'meeting-started';
}

function oauthKindOf(refusal: Refusal, error: string, reason: string): ZoomErrorKind {
  const { status, code } = refusal;
  if (status >= 500 || status === 408) return 'unknown-fate';
  if (status === 429) return 'rate-limited';
  if (error === 'invalid_grant') return 'invalid-grant';
  if (error === 'invalid_client' || error === 'unauthorized_client') return 'invalid-client';
  // Older answers call a spent code or token an invalid request.
  if (error === 'invalid_request' && /\b(token|code)\b/i.test(reason)) return 'invalid-grant';
  if (code !== null && [4702, 4704, 4706, 4717].includes(code)) return 'invalid-client';
  if (code !== null && [4711, 4733, 4734, 4735, 4737, 4741].includes(code)) return 'invalid-grant';
  if (status === 401) return 'invalid-client';
  return status < 400 || refusal.body.is !== 'json' ? 'unknown-fate' : 'refused';
}

function build(call: Call, refusal: Refusal, kind: ZoomErrorKind, now: number): ZoomError {
  const { status, headers, limit } = refusal;
  const zoomMessage = withoutSecrets(refusal.message, call.secrets);
  const limited = kind === 'daily-limit' || kind === 'rate-limited';
  const said = zoomMessage === '' ? '' : `: ${zoomMessage}`;
  return new ZoomError(kind, `Zoom answered ${status} to ${labelOf(call)} (${kind})${said}`, {
    status,
    code: refusal.code,
    trackingId: headers.get('x-zm-trackingid'),
    retryAt: limited ? limitEnds(headers, limit, now) : retryAfter(headers, now),
    zoomMessage: zoomMessage === '' ? null : zoomMessage,
    scopes: kind === 'missing-scope' ? scopesIn(refusal.message) : [],
    limit: kind === 'daily-limit' ? limit : null,
  });
}

function messageOf(json: Json): string {
  const fields = (Array.isArray(json.errors) ? json.errors : [])
    .filter(isJson)
    .map((error) => [text(error.field), text(error.message)].filter((part) => part !== null).join(': '));
  const message = text(json.message) ?? '';
  return fields.length === 0 ? message : `${message} (${fields.join('; ')})`;
}

function scopesIn(message: string): string[] {
  const list = /scopes?:?\s*\[([^\]]*)\]/i.exec(message)?.[1] ?? '';
  return list.split(/[\s,]+/).filter((scope) => scope !== '');
}

function withoutSecrets(message: string, secrets: readonly string[]): string {
  const clean = secrets.reduce(
    (rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '[redacted]')),
    message,
  );
  return clean.replace(/\beyJ[\w-]+(\.[\w-]+)+/g, '[redacted]').slice(0, MAX_MESSAGE);
}
