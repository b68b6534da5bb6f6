import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { Audit } from '../audit';
import { People, type Principal } from '../identity';
import { ConnectLinks } from './connect-links';
import { ZoomConnections } from './zoom-connections';
import { ZoomAlreadyConnected } from './zoom.problems';

/** Mails a user a link by which they connect Zoom without logging in. A link sent before ends. */
@Injectable()
export class AskToConnect {
  constructor(
    private readonly db: Database,
    private readonly people: People,
    private readonly connections: ZoomConnections,
    private readonly links: ConnectLinks,
    private readonly audit: Audit,
  ) {}

  /** @throws NotFound @throws ZoomAlreadyConnected @throws RateLimited */
  async run({ accountId, actorId }: Principal, userId: string): Promise<void> {
    const person = await this.people.get(accountId, userId);
    if (await this.connections.isConnected(userId)) {
      throw ZoomAlreadyConnected(`${person.name} has connected Zoom.`);
    }
    await this.links.assertMaySend(accountId, userId);
    const asker = await this.people.get(accountId, actorId);
    await this.db.transaction(async () => {
      const { expiresAt } = await this.links.send(accountId, person, asker);
      await this.audit.record('zoom.connect-link-sent', { target: { kind: 'user', id: userId }, after: { expiresAt } });
    });
  }
}
