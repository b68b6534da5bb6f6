import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { Intents } from '../platform/events';
import type { Principal } from '../identity';
import { EndConnection } from './end-connection';
import { FinishZoomWork } from './zoom.intents';

/** Somebody waits for the answer. */
export const PATIENCE_MS = 4_000;

/** Ends one's own connection. The Zoom account stays bound to the user ID. Nothing happens when there is none. */
@Injectable()
export class DisconnectZoom {
  constructor(
    private readonly db: Database,
    private readonly intents: Intents,
    private readonly end: EndConnection,
  ) {}

  async run({ accountId, userId }: Principal): Promise<void> {
    await this.intents.announce(FinishZoomWork, { userId, forMs: PATIENCE_MS });
    await this.db.transaction(() => this.end.run(accountId, userId, 'asked'));
  }
}
