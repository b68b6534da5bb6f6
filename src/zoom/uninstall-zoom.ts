import { Injectable } from '@nestjs/common';
import type { Deauthorization } from '#libs/zoom-api';
import { Addresses } from '../platform/config';
import { Database } from '../platform/database';
import { EndConnection } from './end-connection';
import { ZoomConnectionStore } from './zoom-connection.store';

/** Ends the connection of a Zoom user who removed our app in Zoom. The Zoom account stays bound to the user ID. */
@Injectable()
export class UninstallZoom {
  constructor(
    private readonly db: Database,
    private readonly connections: ZoomConnectionStore,
    private readonly end: EndConnection,
    private readonly addresses: Addresses,
  ) {}

  async run({ zoomUserId, clientId, at }: Deauthorization): Promise<void> {
    if (clientId !== this.addresses.zoomClientId) return;
    await this.db.transaction(async () => {
      const found = await this.connections.liveOfZoomUser(zoomUserId);
      if (!found) return;
      await this.connections.lock(found.userId, [zoomUserId]);
      const live = await this.connections.liveOfZoomUser(zoomUserId);
      // Told late: they have installed it and connected again since. Were it untold when, dead tokens show themselves.
      if (live?.userId !== found.userId || at === null || at < live.connectedAt.getTime()) return;
      await this.end.run(live.accountId, live.userId, 'uninstalled');
    });
  }
}
