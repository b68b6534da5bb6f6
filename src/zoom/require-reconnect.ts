import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import { ZoomError } from '#libs/zoom-api';
import { Database } from '../platform/database';
import { PendingConnects } from './pending-connects';
import type { ConnectionRow } from './zoom-connection.entity';
import { ZoomConnectionStore } from './zoom-connection.store';
import { ZoomReconnectRequired } from './zoom.events';

/** Notes that a connection's tokens are dead, once. */
@Injectable()
export class RequireReconnect {
  constructor(
    private readonly db: Database,
    private readonly connections: ZoomConnectionStore,
    private readonly pending: PendingConnects,
    private readonly acts: Acts,
  ) {}

  /**
   * @param row as it was when its tokens failed; changed since, nothing is noted
   * @throws ZoomError `unreachable` while somebody's sign-in may be what killed them: living ones are then on their way
   */
  async run(row: ConnectionRow): Promise<void> {
    if (await this.pending.anyUnderWay()) {
      throw new ZoomError('unreachable', 'The tokens are being replaced; try again in a moment');
    }
    await this.db.transaction(async () => {
      const dead = await this.connections.change(row, {
        state: 'reconnect-required',
        accessToken: null,
        refreshToken: null,
        accessExpiresAt: null,
      });
      if (!dead) return;
      const { id, accountId, userId, zoomUserId, version } = dead;
      await this.acts.publish(
        ZoomReconnectRequired,
        { accountId, aggregateId: id, aggregateVersion: version },
        { userId, zoomUserId, connectionId: id },
        { target: { kind: 'user', id: userId }, after: { zoomUserId } },
      );
    });
  }
}
