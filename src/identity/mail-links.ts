import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Addresses } from '../platform/config';
import { hashToken, randomToken } from '../platform/crypto';
import { LinkOver } from './identity.problems';
import { type MailLink, type MailLinkPurpose, MailLinkStore } from './mail-link.store';
import { UserStore } from './user.store';

const HOUR_MS = 3_600_000;
const LIFETIME_MS = { 'password-reset': HOUR_MS, 'email-change': 24 * HOUR_MS };

/** Links by which a person proves that they read an address. Each works once. */
@Injectable()
export class MailLinks {
  constructor(
    private readonly store: MailLinkStore,
    private readonly users: UserStore,
    private readonly clock: Clock,
    private readonly addresses: Addresses,
  ) {}

  /** Where whoever cannot log in asks for a link. */
  get resetPage(): string {
    return `${this.addresses.publicUrl}/app/password-reset`;
  }

  /** A former one of the purpose is over. In the act's transaction. */
  async make(purpose: MailLinkPurpose, userId: string, email: string): Promise<{ token: string; url: string }> {
    const token = randomToken();
    const expiresAt = new Date(this.clock.ms() + LIFETIME_MS[purpose]);
    await this.store.put({ userId, purpose, email, tokenHash: hashToken(token) }, expiresAt);
    return { token, url: `${this.addresses.publicUrl}/app/${purpose}/${token}` };
  }

  /** @throws LinkOver */
  async find(purpose: MailLinkPurpose, token: string): Promise<MailLink> {
    const link = await this.store.find(purpose, hashToken(token), this.clock.now());
    if (!link) throw LinkOver('The link was used, replaced by a later one, or is too old. Ask for a new one.');
    return link;
  }

  /** Uses it up, with its user locked, whose address it proves. In the act's transaction. @throws LinkOver */
  async take(purpose: MailLinkPurpose, token: string): Promise<MailLink> {
    const { userId } = await this.find(purpose, token);
    await this.users.lock(userId);
    const link = await this.find(purpose, token);
    await this.end(userId, purpose);
    await this.users.proveEmail(userId, this.clock.now());
    return link;
  }

  async endAll(userId: string): Promise<void> {
    await this.store.removeOf(userId);
  }

  async end(userId: string, purpose: MailLinkPurpose): Promise<void> {
    await this.store.removeOf(userId, purpose);
  }
}
