import { Injectable } from '@nestjs/common';
import { People, type Principal } from '../identity';
import { Database } from '../platform/database';
import { Problem } from '../platform/http';
import { StartConnect, ZoomConnections, ZoomNotConnected } from '../zoom';

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
   * @throws ZoomNotConnected
   */
  async assertConnected({ accountId }: Principal, userIds: string[]): Promise<void> {
    if (userIds.length === 0) return;
    const states = await this.connections.statesOf(userIds);
    const missing = userIds.filter((userId) => states.get(userId) === 'not-connected');
    if (missing.length === 0) return;
    const names = (await this.people.inAccount(accountId, missing)).map(({ name }) => name);
    throw ZoomNotConnected(`${names.join(', ')} must connect Zoom before it can be chosen.`, {
      members: { userIds: missing },
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
      throw ZoomNotConnected(error.detail, { members: { userIds, connectUrl: authorizeUrl } });
    }
  }
}
