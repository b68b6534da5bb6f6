import { apiError, oauthError } from './classify';
import { ZoomError } from './errors';
import { instant, isJson, Json, number, text } from './json';
import { changeBody, createBody, readListed, readMeeting, readUpcoming } from './meeting-wire';
import { ListedMeeting, MeetingRequest, UpcomingMeeting, ZoomMeeting } from './meetings';
import { readTokenSet, TokenSet } from './oauth';
import { readEnrolled, readRegistrants, Registrant, registrantBody, RegistrantRequest } from './registrants';
import { Answer, Call, send } from './transport';
import { readUser, ZoomUser } from './users';

const PAGE_SIZE = 300;
/** 60,000 meetings: a list that goes on beyond is one that never ends. */
const MAX_PAGES = 200;

export interface ZoomApiOptions {
  /** Such as https://api.zoom.us/v2 */
  apiUrl: string;
  /** Such as https://zoom.us/oauth */
  oauthUrl: string;
  clientId: string;
  clientSecret: string;
  /** For one request with its answer; default 10,000. */
  timeoutMs?: number;
  /** Epoch milliseconds, for `retryAt`; default is the answer's own Date header. */
  now?: () => number;
}

interface Parts {
  query?: Readonly<Record<string, string>>;
  body?: Json;
  signal: AbortSignal | undefined;
}

/**
 * Zoom's REST and OAuth for a user-managed app: every call acts as the token's own user ("me").
 * Each method is one request (a list: one for each page), without retries, and fails with a ZoomError.
 * An aborted `signal` leaves a sent request's fate unknown.
 */
export class ZoomApi {
  readonly #options: Required<Omit<ZoomApiOptions, 'now'>> & { now: (() => number) | null };

  constructor(options: ZoomApiOptions) {
    this.#options = { ...options, timeoutMs: options.timeoutMs ?? 10_000, now: options.now ?? null };
  }

  /** Where the user consents. `codeChallenge` is S256. */
  authorizeUrl(ask: { redirectUri: string; state: string; codeChallenge: string }): string {
    const url = urlOf(this.#options.oauthUrl, '/authorize');
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: this.#options.clientId,
      redirect_uri: ask.redirectUri,
      state: ask.state,
      code_challenge: ask.codeChallenge,
      code_challenge_method: 'S256',
    }).toString();
    return url.href;
  }

  /** Kills every earlier token set of the same Zoom user in this app. @throws ZoomError `invalid-grant` */
  exchangeCode(
    grant: { code: string; redirectUri: string; codeVerifier: string },
    signal?: AbortSignal,
  ): Promise<TokenSet> {
    const form = {
      grant_type: 'authorization_code',
      code: grant.code,
      redirect_uri: grant.redirectUri,
      code_verifier: grant.codeVerifier,
    };
    return this.#oauth('/token', form, [grant.code, grant.codeVerifier], readTokenSet, signal);
  }

  /** Spends the refresh token; with `unknown-fate` it may be spent and its successor lost. @throws ZoomError `invalid-grant` */
  refresh(refreshToken: string, signal?: AbortSignal): Promise<TokenSet> {
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
    return this.#oauth('/token', form, [refreshToken], readTokenSet, signal);
  }

  /** Kills the access token and its refresh token. */
  async revoke(accessToken: string, signal?: AbortSignal): Promise<void> {
    const read = (json: Json): true | null => (text(json.error) === null && !number(json.code) ? true : null);
    await this.#oauth('/revoke', { token: accessToken }, [accessToken], read, signal);
  }

  me(token: string, signal?: AbortSignal): Promise<ZoomUser> {
    return this.#ask(token, 'GET', '/users/me', { signal }, readUser);
  }

  /** Has no idempotency key: after an error that mayHaveHappened, look for the meeting before asking again. */
  async createMeeting(token: string, request: MeetingRequest, signal?: AbortSignal): Promise<ZoomMeeting> {
    return this.#ask(token, 'POST', '/users/me/meetings', { body: createBody(request), signal }, readMeeting);
  }

  async getMeeting(token: string, id: string, signal?: AbortSignal): Promise<ZoomMeeting> {
    return this.#ask(token, 'GET', meetingPath(id), { signal }, readMeeting);
  }

  /** Changes what is given and leaves the rest. */
  async updateMeeting(token: string, id: string, change: Partial<MeetingRequest>, signal?: AbortSignal): Promise<void> {
    return this.#tell(token, 'PATCH', meetingPath(id), { body: changeBody(change), signal });
  }

  /** Without Zoom's own mails. @throws ZoomError `not-found` when it is gone already */
  async deleteMeeting(token: string, id: string, signal?: AbortSignal): Promise<void> {
    const query = { schedule_for_reminder: 'false', cancel_meeting_reminder: 'false' };
    return this.#tell(token, 'DELETE', meetingPath(id), { query, signal });
  }

  /** The user's own meetings, page after page. A recurring one comes once for each occurrence under `upcoming`. */
  async *listMeetings(
    token: string,
    type: 'upcoming' | 'scheduled',
    signal?: AbortSignal,
  ): AsyncGenerator<ListedMeeting> {
    yield* this.#pages(token, '/users/me/meetings', { type }, pageOf(readListed), signal);
  }

  /**
   * Gives somebody a join link of their own; the same address again keeps its place, if it has one. Three times a day for
   * an address in a meeting. @throws ZoomError `refused` when the meeting has no registration, `forbidden` without a plan
   */
  async addRegistrant(token: string, id: string, person: RegistrantRequest, signal?: AbortSignal): Promise<Registrant> {
    const parts = { body: registrantBody(person), signal };
    return this.#ask(token, 'POST', `${meetingPath(id)}/registrants`, parts, readEnrolled);
  }

  /** Their link leads nowhere from then on. @throws ZoomError `validation` when they are gone already */
  async removeRegistrant(token: string, id: string, registrantId: string, signal?: AbortSignal): Promise<void> {
    const path = `${meetingPath(id)}/registrants/${encodeURIComponent(registrantId)}`;
    return this.#tell(token, 'DELETE', path, { signal });
  }

  /** Those who have a link, page after page. */
  async *listRegistrants(token: string, id: string, signal?: AbortSignal): AsyncGenerator<Registrant> {
    yield* this.#pages(token, `${meetingPath(id)}/registrants`, { status: 'approved' }, readRegistrants, signal);
  }

  /** The next 24 hours, with meetings the user is only invited to. */
  async upcomingMeetings(token: string, signal?: AbortSignal): Promise<UpcomingMeeting[]> {
    const page = await this.#ask(token, 'GET', '/users/me/upcoming_meetings', { signal }, pageOf(readUpcoming));
    return page.items;
  }

  async *#pages<T>(
    token: string,
    path: string,
    filter: Record<string, string>,
    read: (json: Json) => { items: T[]; next: string } | null,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<T> {
    let next = '';
    for (let page = 0; page < MAX_PAGES; page++) {
      const query = { ...filter, page_size: String(PAGE_SIZE), ...(next === '' ? {} : { next_page_token: next }) };
      const answer = await this.#ask(token, 'GET', path, { query, signal }, read);
      yield* answer.items;
      if (answer.next === '') return;
      // A list cut short would pass for a whole one, and what is missing from it for deleted.
      if (answer.next === next) break;
      next = answer.next;
    }
    throw new ZoomError('unknown-fate', 'The list did not come to an end');
  }

  async #ask<T>(
    token: string,
    method: Call['method'],
    path: string,
    parts: Parts,
    read: (json: Json) => T | null,
  ): Promise<T> {
    const call = this.#apiCall(token, method, path, parts);
    const answer = await send(call, this.#options.timeoutMs);
    return this.#readOr(apiError, call, answer, read);
  }

  /** For calls that answer 204; a 2xx body is only looked at for an error in it. */
  async #tell(token: string, method: Call['method'], path: string, parts: Parts): Promise<void> {
    const call = this.#apiCall(token, method, path, parts);
    const answer = await send(call, this.#options.timeoutMs);
    this.#readOr(apiError, call, answer, (json) => (number(json.code) ? null : true));
  }

  async #oauth<T>(
    path: string,
    form: Record<string, string>,
    secrets: string[],
    read: (json: Json) => T | null,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const { clientId, clientSecret, oauthUrl, timeoutMs } = this.#options;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const call: Call = {
      method: 'POST',
      url: urlOf(oauthUrl, path),
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
      secrets: [...secrets, clientSecret, basic],
      signal,
    };
    return this.#readOr(oauthError, call, await send(call, timeoutMs), read);
  }

  #apiCall(token: string, method: Call['method'], path: string, { query, body, signal }: Parts): Call {
    const url = urlOf(this.#options.apiUrl, path);
    url.search = new URLSearchParams(query).toString();
    return {
      method,
      url,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      secrets: [token],
      signal,
    };
  }

  /** A success in status can still be an error in its body, so the body is read for what we need first. */
  #readOr<T>(toError: typeof apiError, call: Call, answer: Answer, read: (json: Json) => T | null): T {
    const success = answer.status >= 200 && answer.status < 300;
    const json = success ? bodyOf(answer) : null;
    const result = json === null ? null : read(json);
    if (result !== null) return result;
    const now = this.#options.now?.() ?? instant(answer.headers.get('date')) ?? Date.now();
    throw toError(call, answer, now);
  }
}

function bodyOf({ body }: Answer): Json | null {
  if (body.is === 'empty') return {};
  return body.is === 'json' && isJson(body.value) ? body.value : null;
}

function urlOf(base: string, path: string): URL {
  return new URL(base.replace(/\/+$/, '') + path);
}

/** Zoom wants a uuid that begins with `/` or holds `//` encoded twice; numbers are the same either way. */
function meetingPath(id: string): string {
  if (!/^[\w+/=-]+$/.test(id)) throw new ZoomError('validation', 'This is not the id of a meeting');
  const once = encodeURIComponent(id);
  return `/meetings/${id.startsWith('/') || id.includes('//') ? encodeURIComponent(once) : once}`;
}

function pageOf<T>(readItem: (json: Json) => T | null): (json: Json) => { items: T[]; next: string } | null {
  return (json) => {
    if (!Array.isArray(json.meetings)) return null;
    const items = json.meetings.filter(isJson).map(readItem);
    return { items: items.filter((item) => item !== null), next: text(json.next_page_token) ?? '' };
  };
}
