import { Injectable } from '@nestjs/common';
import { People, type Person } from '../identity';
import { ConnectLinks, linkOver } from './connect-links';
import { PROFILE } from './return-to';
import { StartConnect } from './start-connect';
import { ZoomConnections } from './zoom-connections';
import { ZoomAlreadyConnected } from './zoom.problems';

/** The way from a mailed link to Zoom. It is used up when it ends in a connection, so that one may try again before. */
@Injectable()
export class FollowConnectLink {
  constructor(
    private readonly links: ConnectLinks,
    private readonly people: People,
    private readonly connections: ZoomConnections,
    private readonly startConnect: StartConnect,
  ) {}

  /** Whom it connects. Changes nothing: mail programs look at links, too. @throws ZoomLinkInvalid @throws ZoomAlreadyConnected */
  async whom(token: string): Promise<Person> {
    const { accountId, userId } = await this.links.open(token);
    const [person] = await this.people.inAccount(accountId, [userId]);
    if (!person) throw linkOver();
    if (await this.connections.isConnected(userId)) {
      throw ZoomAlreadyConnected('You have connected Zoom; there is nothing left to do.');
    }
    return person;
  }

  /** @returns where to send the browser */
  async run(token: string, browserHash: string): Promise<{ authorizeUrl: string }> {
    await this.whom(token);
    const { accountId, userId, tokenHash: linkHash } = await this.links.open(token);
    return this.startConnect.run({ accountId, userId, actorId: userId }, PROFILE, { browserHash, linkHash });
  }
}
