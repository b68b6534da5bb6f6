import { Injectable } from '@nestjs/common';
import { People, type Principal, mayDo } from '../identity';
import { Database } from '../platform/database';
import { Problem } from '../platform/http';
import { StartConnect, ZoomConnections, ZoomNotConnected } from '../zoom';

/** How an admin gets somebody else connected: what to POST to. */
interface WayToConnect {
  userId: string;
  /** Mails them a link. */
  request: string;
  loginAs: string;
}

/** Whether users may be given Zoom as their explicit location. */
@Injectable()
export class ZoomChoice {
  constructor(
    private readonly db: Database,
    private readonly connections: ZoomConnections,
    private readonly connect: StartConnect,
    private readonly people: People,
  ) {}

  /**
   * Who must reconnect may still choose Zoom: that mends itself.
   * @throws ZoomNotConnected naming them, and to admins the ways to get the others connected
   */
  async assertConnected(who: Principal, userIds: string[]): Promise<void> {
    if (userIds.length === 0) return;
    const states = await this.connections.statesOf(userIds);
    const missing = userIds.filter((userId) => states.get(userId) === 'not-connected');
    if (missing.length === 0) return;
    const names = (await this.people.inAccount(who.accountId, missing)).map(({ name }) => name);
    const ways = waysFor(who, missing);
    const hint = ways.length > 0 ? ' Mail them a link to connect, or log in as them.' : '';
    throw ZoomNotConnected(`${names.join(', ')} must connect Zoom before it can be chosen.${hint}`, {
      members: { userIds: missing, ...(ways.length > 0 && { ways }) },
    });
  }

  /**
   * Runs an act that may find its own author without Zoom, and says then where to connect. Around the act's transaction,
   * not in it: the way to Zoom must be kept, and the refusal rolls everything back.
   */
  async offeringConnect<T>(who: Principal, returnTo: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Problem) || !error.is(ZoomNotConnected)) throw error;
      const userIds = (error.extras.members?.userIds ?? []) as string[];
      if (!userIds.includes(who.userId)) throw error;
      // A repeatable request has a transaction of its own around all this.
      const { authorizeUrl } = await this.db.separately(() => this.connect.run(who, returnTo));
      throw ZoomNotConnected(error.detail, { members: { ...error.extras.members, connectUrl: authorizeUrl } });
    }
  }
}

function waysFor(who: Principal, missing: string[]): WayToConnect[] {
  if (!mayDo(who, 'zoom.manage')) return [];
  const others = missing.filter((userId) => userId !== who.userId);
  return others.map((userId) => ({
    userId,
    request: `/v1/users/${userId}/integrations/zoom/request`,
    loginAs: `/v1/users/${userId}/login-as`,
  }));
}
