import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import type { Principal } from '../identity';
import { EndConnection } from './end-connection';

/** Ends one's own connection. The Zoom account stays bound to the user ID. Nothing happens when there is none. */
@Injectable()
export class DisconnectZoom {
  constructor(
    private readonly db: Database,
    private readonly end: EndConnection,
  ) {}

  run({ accountId, userId }: Principal): Promise<void> {
    return this.db.transaction(() => this.end.run(accountId, userId, 'asked'));
  }
}
