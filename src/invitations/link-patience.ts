import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Jobs, defineJob } from '../platform/jobs';
import { InvitationStore } from './invitation.store';

export interface InviteLatePayload {
  accountId: string;
  appointmentId: string;
  /** The instant that was waited for. */
  until: string;
}

export const InviteLate = defineJob<InviteLatePayload>('invitations.invite-late');

/** How long an invitation waits for its link. */
const PATIENCE_MS = 120_000;

/** Waits for a link, once, however often something changes meanwhile. */
@Injectable()
export class LinkPatience {
  constructor(
    private readonly store: InvitationStore,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins to wait, or goes on waiting.
   * @param until the instant whose coming is the reason to ask: by then it is over, whatever the clock says
   * @returns false when the wait is over
   */
  async lasts(accountId: string, appointmentId: string, until: string | null): Promise<boolean> {
    const waiting = await this.store.waitUntil(accountId, appointmentId);
    if (waiting !== null) return waiting > this.clock.now() && waiting.toISOString() !== until;
    const at = new Date(this.clock.ms() + PATIENCE_MS);
    await this.store.wait(accountId, appointmentId, at);
    const payload = { accountId, appointmentId, until: at.toISOString() };
    await this.jobs.add(InviteLate, payload, { at, key: keyOf(appointmentId) });
    return true;
  }

  async end(accountId: string, appointmentId: string): Promise<void> {
    if (await this.store.endWait(accountId, appointmentId)) await this.jobs.remove(keyOf(appointmentId));
  }
}

const keyOf = (appointmentId: string) => `invitations.invite-late:${appointmentId}`;
