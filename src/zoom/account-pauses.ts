import { Injectable } from '@nestjs/common';
import { ZoomError } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { QuotaStore } from './quota.store';

/** Zoom's limits but one are those of a Zoom account: when it is too fast, or its day is spent, all of its hosts wait. */
@Injectable()
export class AccountPauses {
  constructor(
    private readonly store: QuotaStore,
    private readonly clock: Clock,
  ) {}

  /** After a failed request, whatever it was. */
  async heed(zoomAccountId: string | null, error: unknown): Promise<void> {
    if (zoomAccountId === null || !(error instanceof ZoomError) || error.retryAt === null) return;
    const tooFast = error.kind === 'rate-limited';
    if (!tooFast && !(error.kind === 'daily-limit' && error.limit === 'account')) return;
    if (error.retryAt > this.clock.ms()) await this.store.pauseAccount(zoomAccountId, new Date(error.retryAt));
  }
}
