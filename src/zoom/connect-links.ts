import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Addresses } from '../platform/config';
import { hashToken, randomToken } from '../platform/crypto';
import type { Person } from '../identity';
import { Outbox, letterHtml, letterText } from '../messaging';
import { AskThrottle } from './ask-throttle';
import { connectLetter } from './connect-letter';
import { type ConnectLink, ConnectLinkStore } from './connect-link.store';
import { ZoomLinkInvalid } from './zoom.problems';

const LIVES_MS = 7 * 86_400_000;

export const CONNECT_LINK_PATH = 'app/connect-zoom';

/** Links by which somebody connects Zoom for one user ID without logging in. Only their hashes are stored. */
@Injectable()
export class ConnectLinks {
  constructor(
    private readonly store: ConnectLinkStore,
    private readonly throttle: AskThrottle,
    private readonly outbox: Outbox,
    private readonly addresses: Addresses,
    private readonly clock: Clock,
  ) {}

  /** Counts one letter more. @throws RateLimited */
  assertMaySend(accountId: string, userId: string): Promise<void> {
    return this.throttle.count(accountId, userId);
  }

  /** In the act's transaction. A link sent before ends. */
  async send(accountId: string, to: Person, asker: Person): Promise<{ expiresAt: Date }> {
    const token = randomToken();
    const tokenHash = hashToken(token);
    const expiresAt = new Date(this.clock.ms() + LIVES_MS);
    await this.store.put({ accountId, userId: to.userId, tokenHash, askedBy: asker.userId, expiresAt });
    const url = `${this.addresses.publicUrl}/${CONNECT_LINK_PATH}/${token}`;
    const letter = connectLetter({ to, asker, url, expiresAt });
    await this.outbox.queue({
      accountId,
      channel: 'email',
      to: to.email,
      toName: to.name,
      subject: letter.subject,
      text: letterText(letter),
      html: letterHtml(letter),
      secret: token,
      dedupeKey: `zoom-connect-link:${tokenHash}`,
    });
    return { expiresAt };
  }

  /** @throws ZoomLinkInvalid */
  async open(token: string): Promise<ConnectLink> {
    const link = await this.store.byToken(hashToken(token), this.clock.now());
    if (!link) throw linkOver();
    return link;
  }
}

export const linkOver = () =>
  ZoomLinkInvalid('It was used, is older than a week, or a newer one was sent. Ask for another one.');
