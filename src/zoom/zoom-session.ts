import {
  type ListedMeeting,
  type MeetingRequest,
  type Registrant,
  type RegistrantRequest,
  type UpcomingMeeting,
  ZoomError,
  type ZoomMeeting,
  type ZoomPlan,
  type ZoomUser,
} from '#libs/zoom-api';
import type { Lease } from './leases';
import { roomAgainAt } from './quota.rules';
import type { Purpose } from './quota.store';
import type { SessionTools } from './session-tools';
import type { ConnectionRow } from './zoom-connection.entity';
import { registers } from './zoom-connections';

/** A long list keeps the lease between its pages. */
const RENEW_MS = 10_000;

/** What a counted request is for: a slot, or a series for all its slots; `accountId` is theirs. */
export interface RequestCause {
  accountId: string;
  slotId: string | null;
  seriesId: string | null;
  appointmentIds: string[];
  /** How many units of the day must be left after it, default 0. */
  keep?: number;
}

/** The request was not made: the day's 100 are used up, or Zoom said so before. */
export class QuotaSpent extends Error {
  constructor(
    /** When there may be room again. */
    readonly until: Date,
  ) {
    super(`No create, update or delete is left until ${until.toISOString()}`);
  }
}

/**
 * Zoom on behalf of one host, alone: nobody else talks to Zoom for this Zoom user while it is open.
 * Every method throws ZoomError (`invalid-grant`: the connection ended or needs the user) and LeaseLost.
 */
export class ZoomSession {
  readonly userId: string;
  readonly connectionId: string;
  readonly zoomUserId: string;
  readonly zoomAccountId: string | null;
  readonly plan: ZoomPlan;
  /** Whether participants can have links of their own: it takes a paid plan, and scopes of its own. */
  readonly registers: boolean;
  /** As it was read under the lease, for the first request alone: another may refresh its tokens or end it. */
  private justRead: ConnectionRow | null;
  /** A request that Zoom carried out: noted together with what came of it. */
  private doneRequestId: string | null = null;

  constructor(
    connection: ConnectionRow,
    private readonly lease: Lease,
    private readonly tools: SessionTools,
  ) {
    this.userId = connection.userId;
    this.connectionId = connection.id;
    this.zoomUserId = connection.zoomUserId;
    this.zoomAccountId = connection.zoomAccountId;
    this.plan = connection.plan;
    this.registers = registers(connection);
    this.justRead = connection;
  }

  me(): Promise<ZoomUser> {
    return this.ask((token) => this.tools.zoom.me(token));
  }

  getMeeting(id: string): Promise<ZoomMeeting> {
    return this.ask((token) => this.tools.zoom.getMeeting(token, id));
  }

  /** The next 24 hours, with meetings the host is only invited to. */
  upcomingMeetings(): Promise<UpcomingMeeting[]> {
    return this.ask((token) => this.tools.zoom.upcomingMeetings(token));
  }

  /** The host's own meetings. A recurring one comes once for each occurrence under `upcoming`. */
  async *listMeetings(type: 'upcoming' | 'scheduled'): AsyncGenerator<ListedMeeting> {
    const list = await this.ask(async (token) => {
      const pages = this.tools.zoom.listMeetings(token, type);
      return { pages, first: await pages.next() };
    });
    let renewedAt = performance.now();
    for (let next = list.first; next.done !== true; next = await list.pages.next()) {
      yield next.value;
      if (performance.now() - renewedAt < RENEW_MS) continue;
      await this.lease.renew();
      renewedAt = performance.now();
    }
  }

  /** Takes no unit of the day, as nothing about registrants does. Three times a day for an address in a meeting. */
  addRegistrant(id: string, person: RegistrantRequest): Promise<Registrant> {
    return this.ask((token) => this.tools.zoom.addRegistrant(token, id, person));
  }

  /** @throws ZoomError `validation` when they are gone already */
  removeRegistrant(id: string, registrantId: string): Promise<void> {
    return this.ask((token) => this.tools.zoom.removeRegistrant(token, id, registrantId));
  }

  /** Those who have a join link of their own. */
  listRegistrants(id: string): Promise<Registrant[]> {
    return this.ask(async (token) => {
      const registrants: Registrant[] = [];
      for await (const registrant of this.tools.zoom.listRegistrants(token, id)) registrants.push(registrant);
      return registrants;
    });
  }

  /** Has no idempotency key: see ZoomApi. @throws QuotaSpent */
  createMeeting(request: MeetingRequest, cause: RequestCause): Promise<ZoomMeeting> {
    return this.spend('create', cause, (token) => this.tools.zoom.createMeeting(token, request));
  }

  /** Changes what is given and leaves the rest. @throws QuotaSpent */
  updateMeeting(id: string, change: Partial<MeetingRequest>, cause: RequestCause): Promise<void> {
    return this.spend('update', cause, (token) => this.tools.zoom.updateMeeting(token, id, change));
  }

  /**
   * Makes the meeting another host's of the same Zoom account, and changes what is given. Nobody says on whose day Zoom
   * counts it, so it takes a unit of both. @throws QuotaSpent when either has none
   */
  async transferMeeting(
    id: string,
    change: Partial<MeetingRequest>,
    cause: RequestCause,
    to: { userId: string; zoomUserId: string },
  ): Promise<void> {
    const { ledger, clock } = this.tools;
    const { userId, zoomUserId } = to;
    const unit = await ledger.reserve({ ...cause, userId, zoomUserId, purpose: 'update' });
    if (unit === 'spent') throw new QuotaSpent(roomAgainAt(clock.ms()));
    try {
      await this.updateMeeting(id, change, cause);
      await ledger.settle(unit.requestId, 'done');
    } catch (error) {
      if (error instanceof QuotaSpent) await ledger.giveBack(unit.requestId);
      else await ledger.settle(unit.requestId, error instanceof ZoomError ? error.kind : 'unknown-fate');
      throw error;
    }
  }

  /** @throws QuotaSpent; ZoomError `not-found` when it is gone already */
  deleteMeeting(id: string, cause: RequestCause): Promise<void> {
    return this.spend('delete', cause, (token) => this.tools.zoom.deleteMeeting(token, id));
  }

  /** First thing in a transaction that writes down what Zoom answered. @throws LeaseLost when another may know better */
  async hold(): Promise<void> {
    await this.lease.hold();
    await this.noteDone();
  }

  async release(): Promise<void> {
    await this.noteDone();
    await this.lease.release();
  }

  private async ask<T>(request: (token: string) => Promise<T>): Promise<T> {
    try {
      return await this.tryTwice(request);
    } catch (error) {
      await this.tools.pauses.heed(this.zoomAccountId, error);
      throw error;
    }
  }

  private async tryTwice<T>(request: (token: string) => Promise<T>): Promise<T> {
    await this.lease.renew();
    const token = await this.token();
    try {
      return await request(token);
    } catch (error) {
      if (!(error instanceof ZoomError) || error.kind !== 'unauthorized') throw error;
      await this.lease.renew();
      return request(await this.tools.tokens.valid(this.connectionId, token));
    }
  }

  private async token(): Promise<string> {
    const { tokens } = this.tools;
    const read = this.justRead;
    this.justRead = null;
    return (read && tokens.lasting(read)) ?? tokens.valid(this.connectionId);
  }

  /** In the transaction under way, if there is one; when that is rolled back, next time again. */
  private async noteDone(): Promise<void> {
    const { ledger } = this.tools;
    const requestId = this.doneRequestId;
    if (requestId === null) return;
    await ledger.settle(requestId, 'done', () => {
      if (this.doneRequestId === requestId) this.doneRequestId = null;
    });
  }

  /** Every request takes a unit of its own, a repeated one too. */
  private spend<T>(purpose: Purpose, cause: RequestCause, request: (token: string) => Promise<T>): Promise<T> {
    return this.ask((token) => this.counted(purpose, cause, () => request(token)));
  }

  private async counted<T>(purpose: Purpose, cause: RequestCause, request: () => Promise<T>): Promise<T> {
    const { ledger, clock } = this.tools;
    const { userId, zoomUserId } = this;
    const sentAt = clock.now();
    const unit = await ledger.reserve({ ...cause, userId, zoomUserId, purpose });
    if (unit === 'spent') throw new QuotaSpent(roomAgainAt(sentAt.getTime()));
    try {
      const result = await request();
      await this.noteDone();
      this.doneRequestId = unit.requestId;
      return result;
    } catch (error) {
      if (!(error instanceof ZoomError)) throw error;
      if (error.kind === 'daily-limit' && error.limit === 'user') await ledger.markSpent(zoomUserId, sentAt);
      await (uncounted(error) ? ledger.giveBack(unit.requestId) : ledger.settle(unit.requestId, error.kind));
      throw error;
    }
  }
}

/** The limit per second is a gate before Zoom's application: what it turns away does not count for the day. */
function uncounted({ kind, zoomMessage }: ZoomError): boolean {
  return kind === 'rate-limited' && /\bper-second rate limit\b/i.test(zoomMessage ?? '');
}
