import { Injectable } from '@nestjs/common';
import { People, type Principal } from '../identity';
import { Database } from '../platform/database';
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
   * Who must reconnect may still choose Zoom: that mends itself. Who asks for themselves is told where to connect.
   * @throws ZoomNotConnected
   */
  async assertConnected(who: Principal, userIds: string[], returnTo: string): Promise<void> {
    if (userIds.length === 0) return;
    const states = await this.connections.statesOf(userIds);
    const missing = userIds.filter((userId) => (states.get(userId) ?? 'not-connected') === 'not-connected');
    if (missing.length === 0) return;
    const names = (await this.people.inAccount(who.accountId, missing)).map(({ name }) => name);
    throw ZoomNotConnected(`${names.join(', ')} must connect Zoom before it can be chosen.`, {
      members: missing.includes(who.userId) ? { connectUrl: await this.connectUrl(who, returnTo) } : {},
    });
  }

  /** Kept although the refusal rolls back what it stands in. */
  private async connectUrl(who: Principal, returnTo: string): Promise<string> {
    const { authorizeUrl } = await this.db.separately(() => this.connect.run(who, returnTo));
    return authorizeUrl;
  }
}
