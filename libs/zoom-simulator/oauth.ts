import { MINUTE } from './clock';
import { ZoomError } from './errors';
import { basicAuth, type Answer, type Call } from './http';
import { newCode, sameText, sha256Base64url } from './ids';
import { consentPage, problemPage } from './pages';
import { dropGrant, findGrant, issueTokens, ownerOfToken, tokenAnswer } from './tokens';
import type { AuthorizationCode, SimulatorState, User } from './types';
import { addUser, userByEmail } from './users';
import type { World } from './world';

const CODE_LIFE = 5 * MINUTE;

const refuse = (status: number, error: string, reason: string): ZoomError => new ZoomError(status, { reason, error });
const badCode = (): ZoomError => refuse(400, 'invalid_grant', 'Invalid authorization code');
const deadToken = (): ZoomError => refuse(400, 'invalid_grant', 'Invalid Token!');

const isWebUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

function redirect(to: string, parameters: Record<string, string | null>): Answer {
  const url = new URL(to);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
  return { status: 302, headers: { location: url.href, 'cache-control': 'no-store' } };
}

/** What is wrong with an authorize request, as Zoom's page would put it. */
function flawOf(world: World, query: URLSearchParams): string | null {
  const clientId = query.get('client_id') ?? '';
  if (clientId === '' || (world.client.id !== null && clientId !== world.client.id))
    return 'Invalid client_id. (4,702)';
  if (!isWebUrl(query.get('redirect_uri') ?? '')) return 'Invalid redirect URL. (4,709)';
  if (query.get('response_type') !== 'code') return 'response_type must be code. (4,700)';
  const method = query.get('code_challenge_method') ?? 'plain';
  if (method !== 'S256' && method !== 'plain') return 'code_challenge_method must be S256 or plain. (4,700)';
  return null;
}

function consent(world: World, user: User, query: URLSearchParams): string {
  const now = world.clock.now();
  const code: AuthorizationCode = {
    code: newCode(),
    clientId: query.get('client_id') ?? '',
    userId: user.id,
    redirectUri: query.get('redirect_uri') ?? '',
    challenge: query.get('code_challenge'),
    method: query.get('code_challenge_method') === 'S256' ? 'S256' : 'plain',
    expiresAt: now + CODE_LIFE,
  };
  for (const [key, { expiresAt }] of world.state.codes) if (expiresAt <= now) world.state.codes.delete(key);
  world.state.codes.set(code.code, code);
  world.store.touch();
  return code.code;
}

export function authorize(world: World, { query }: Call): Answer {
  const flaw = flawOf(world, query);
  if (flaw !== null) return problemPage(400, 'Application cannot be authorized', flaw);
  const redirectUri = query.get('redirect_uri') ?? '';
  const state = query.get('state');
  const email = query.get('sim_user')?.trim() ?? '';
  if (email === '') {
    const declined = redirect(redirectUri, { error: 'access_denied', state }).headers?.location ?? '';
    return consentPage([...world.state.users.values()], query, declined);
  }
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) return problemPage(400, 'Sign in', 'That is not an e-mail address.');
  const user = userByEmail(world.state, email) ?? addUser(world.state, email, world.clock.now());
  if (user.status !== 'active') return problemPage(403, 'Sign in', `This user is ${user.status} and cannot sign in.`);
  return redirect(redirectUri, { code: consent(world, user, query), state });
}

function clientOf(world: World, call: Call): string {
  const given = basicAuth(call.headers);
  const { id, secret } = world.client;
  const right =
    given !== null && (id === null || given.id === id) && (secret === null || sameText(given.secret, secret));
  if (right) return given.id;
  throw refuse(401, 'invalid_client', 'Invalid client_id or client_secret');
}

/** Once a challenge was given, the verifier is mandatory. */
function proves(code: AuthorizationCode, verifier: string | null): boolean {
  if (code.challenge === null) return true;
  if (verifier === null) return false;
  return sameText(code.method === 'S256' ? sha256Base64url(verifier) : verifier, code.challenge);
}

function exchangeCode(world: World, clientId: string, form: URLSearchParams): Answer {
  const code = world.state.codes.get(form.get('code') ?? '');
  const user = world.state.users.get(code?.userId ?? '');
  if (code === undefined || user === undefined || code.clientId !== clientId) throw badCode();
  // Spent by the first attempt, whatever comes of it.
  world.state.codes.delete(code.code);
  world.store.touch();
  const bound = code.redirectUri === form.get('redirect_uri') && proves(code, form.get('code_verifier'));
  if (!bound || world.clock.now() >= code.expiresAt || user.status !== 'active') throw badCode();
  if (!user.apps.includes(clientId)) user.apps = [...user.apps, clientId];
  return { status: 200, json: tokenAnswer(world, issueTokens(world, user, clientId, user.scopes)) };
}

function refresh(world: World, clientId: string, form: URLSearchParams): Answer {
  const token = form.get('refresh_token') ?? '';
  const grant = findGrant(world.state, ({ refreshToken }) => refreshToken === token);
  const user = world.state.users.get(grant?.userId ?? '');
  if (grant?.clientId !== clientId || user === undefined || world.clock.now() >= grant.refreshExpiresAt) {
    throw deadToken();
  }
  if (user.status !== 'active') throw refuse(400, 'invalid_request', 'The account is disabled');
  return { status: 200, json: tokenAnswer(world, issueTokens(world, user, clientId, grant.scopes)) };
}

/** Parameters are read from the form body only; in the query they got 400 in 2025 (FORUM 124925). */
const formOf = (call: Call): URLSearchParams => new URLSearchParams(call.body);

export function token(world: World, call: Call): Answer {
  const clientId = clientOf(world, call);
  const form = formOf(call);
  if (form.get('grant_type') === 'authorization_code') return exchangeCode(world, clientId, form);
  if (form.get('grant_type') === 'refresh_token') return refresh(world, clientId, form);
  throw refuse(400, 'unsupported_grant_type', 'unsupported grant type');
}

/** A token that is dead already is revoked as far as anyone can tell. */
export function revoke(world: World, call: Call): Answer {
  const clientId = clientOf(world, call);
  const given = formOf(call).get('token') ?? '';
  const grant = findGrant(world.state, (each) => each.accessToken === given || each.refreshToken === given);
  if (grant?.clientId === clientId) dropGrant(world, grant);
  return { status: 200, json: { status: 'success' } };
}

/** The user a token request is about; asked before it is served, while the code still exists. */
export function userOfForm(state: SimulatorState, call: Call): User | null {
  const form = formOf(call);
  const code = state.codes.get(form.get('code') ?? '');
  if (code !== undefined) return state.users.get(code.userId) ?? null;
  return ownerOfToken(state, form.get('refresh_token') ?? form.get('token') ?? '');
}
