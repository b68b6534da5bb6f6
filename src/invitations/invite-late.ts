import { Injectable } from '@nestjs/common';
import { HandlesJob, JobHandler } from '../platform/jobs';
import { Invite } from './invite';
import { InviteLate, InviteLatePayload } from './link-patience';

/** The link did not come in time: people are told without it. */
@Injectable()
@HandlesJob(InviteLate)
export class InviteLateJob implements JobHandler<InviteLatePayload> {
  constructor(private readonly invite: Invite) {}

  async run({ accountId, appointmentId, until }: InviteLatePayload): Promise<void> {
    await this.invite.run(accountId, appointmentId, until);
  }
}
