import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type SignedRequest,
  type WebhookEvent,
  challengeIn,
  readWebhookEvent,
  urlValidationAnswer,
  verifySignature,
} from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { Addresses } from '../platform/config';
import { Database } from '../platform/database';
import { Jobs } from '../platform/jobs';
import { FOLLOWED, WorkOnEventJob } from './work-on-event';
import { ZoomEventStore } from './zoom-event.store';
import { ZoomSignatureInvalid } from './zoom.problems';

export type ChallengeAnswer = ReturnType<typeof urlValidationAnswer>;

/**
 * Files what Zoom tells us, and no more: Zoom waits three seconds and repeats only what failed with a 5xx, so the work
 * is a job's, and whatever is signed is kept, be it readable or not.
 */
@Injectable()
export class ReceiveWebhook {
  constructor(
    private readonly db: Database,
    private readonly events: ZoomEventStore,
    private readonly jobs: Jobs,
    private readonly addresses: Addresses,
    private readonly clock: Clock,
  ) {}

  /** @returns what Zoom wants to hear when it tries out the address. @throws ZoomSignatureInvalid */
  async run(
    request: Pick<SignedRequest, 'timestamp' | 'signature'> & { rawBody: Buffer },
  ): Promise<ChallengeAnswer | undefined> {
    const secret = this.addresses.zoomWebhookSecret ?? '';
    if (!verifySignature({ ...request, secret, now: this.clock.ms() })) {
      throw ZoomSignatureInvalid(
        'This is not signed with the secret token of our Zoom app, or not in the last five minutes.',
      );
    }
    const event = readWebhookEvent(request.rawBody);
    const challenge = challengeIn(event);
    if (challenge !== null) return urlValidationAnswer(challenge, secret);
    await this.keep(event, request.rawBody);
    return undefined;
  }

  /** Most of what Zoom tells is about people who come and go: one statement, then. */
  private async keep(event: WebhookEvent, body: Buffer): Promise<void> {
    const now = this.clock.now();
    const eventAt = event.at === null ? null : new Date(event.at);
    const row = { ...event, id: randomUUID(), eventAt, receivedAt: now, workedAt: null, body };
    if (!FOLLOWED.has(event.event)) {
      await this.events.insert({ ...row, workedAt: now });
      return;
    }
    await this.db.transaction(async () => {
      if (await this.events.insert(row)) await this.jobs.add(WorkOnEventJob, { eventId: row.id });
    });
  }
}
