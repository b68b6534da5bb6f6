import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { Database } from '../platform/database';
import { ZoomConnections, ZoomNotConnected, ZoomReconnectNeeded } from '../zoom';
import type { SweepRow } from './sweep.entity';
import { Sweeps } from './sweeps';

/** Has somebody's meetings at Zoom compared with ours, because a person asks for it. */
@Injectable()
export class RequestSweep {
  constructor(
    private readonly db: Database,
    private readonly connections: ZoomConnections,
    private readonly sweeps: Sweeps,
    private readonly audit: Audit,
  ) {}

  /** @throws ZoomNotConnected, ZoomReconnectNeeded */
  async run(userId: string): Promise<SweepRow> {
    const connection = await this.connections.connectionOf(userId);
    if (!connection) throw ZoomNotConnected('There is no Zoom account to look into: connect Zoom first.');
    if (connection.state !== 'connected') throw ZoomReconnectNeeded('Connect Zoom again before a sweep.');
    await this.db.transaction(async () => {
      await this.sweeps.queue(userId);
      await this.audit.record('zoom.sweep-requested', { target: { kind: 'user', id: userId } });
    });
    return this.sweeps.show(userId);
  }
}
