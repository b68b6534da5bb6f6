import { Injectable } from '@nestjs/common';
import { type Letter, Outbox, letterHtml, letterText } from '../messaging';
import { Clock } from '../platform/clock';
import { Addresses } from '../platform/config';
import { hashToken, randomToken } from '../platform/crypto';
import { Accounts } from './accounts';
import { People } from './people';
import type { TeamInvitation } from './team-invitation.entity';

const LIFETIME_DAYS = 7;
const DAY_MS = 86_400_000;

/** A link that nobody knows yet. */
export interface FreshLink {
  token: string;
  tokenHash: string;
  madeAt: Date;
  expiresAt: Date;
}

/** The links by which people join a team, and the mails that bring them. */
@Injectable()
export class InvitationMails {
  constructor(
    private readonly clock: Clock,
    private readonly addresses: Addresses,
    private readonly accounts: Accounts,
    private readonly people: People,
    private readonly outbox: Outbox,
  ) {}

  freshLink(): FreshLink {
    const token = randomToken();
    const madeAt = this.clock.now();
    const expiresAt = new Date(madeAt.getTime() + LIFETIME_DAYS * DAY_MS);
    return { token, tokenHash: hashToken(token), madeAt, expiresAt };
  }

  /** The zone of people for whom none was given. */
  async accountZone(accountId: string): Promise<string> {
    return (await this.accounts.get(accountId)).timezone;
  }

  /** Queued in the transaction under way. */
  async send(invitation: TeamInvitation, { token, tokenHash }: FreshLink): Promise<void> {
    const { accountId, email, name } = invitation;
    const account = await this.accounts.get(accountId);
    const inviter = await this.people.get(accountId, invitation.invitedBy, { deletedToo: true });
    const url = `${this.addresses.publicUrl}/app/invitations/${token}`;
    const letter = invitationLetter({ accountName: account.name, inviter: inviter.name, name, url });
    await this.outbox.queue({
      accountId,
      channel: 'email',
      to: email,
      toName: name,
      replyTo: inviter.email,
      subject: letter.subject,
      text: letterText(letter),
      html: letterHtml(letter),
      secret: token,
      dedupeKey: `${invitationMailsOf(invitation)}${tokenHash}`,
    });
  }

  /** Mails with a link that is dead by now. Joins the transaction under way. */
  async takeBack(invitation: Pick<TeamInvitation, 'accountId' | 'id'>): Promise<void> {
    const which = { dedupeKeyPrefix: invitationMailsOf(invitation) };
    await this.outbox.skip(invitation.accountId, which, 'the invitation was withdrawn, or sent anew');
  }
}

const invitationMailsOf = ({ id }: Pick<TeamInvitation, 'id'>) => `team-invitation:${id}:`;

interface Words {
  accountName: string;
  inviter: string;
  name: string;
  url: string;
}

function invitationLetter({ accountName, inviter, name, url }: Words): Letter {
  return {
    subject: `Join ${accountName} on Slotlink`,
    paragraphs: [
      `Hello ${name},`,
      `${inviter} invites you to join the team of ${accountName} on Slotlink, where it takes its appointments.`,
      `The link below is for you alone. It works once, within ${LIFETIME_DAYS} days. If you do not know what this is about, do nothing: nothing will happen.`,
    ],
    rows: [{ label: 'Join', value: url }],
  };
}
