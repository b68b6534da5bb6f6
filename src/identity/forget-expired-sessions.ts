import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../platform/clock';
import { MailLinkStore } from './mail-link.store';
import { SessionStore } from './session.store';

const HOURLY = 3_600_000;

/** Drops sessions and mailed links past their end. They open nothing anyway, so nothing waits for this. */
@Injectable()
export class ForgetExpiredSessions {
  constructor(
    private readonly store: SessionStore,
    private readonly links: MailLinkStore,
    private readonly clock: Clock,
  ) {}

  @Interval(HOURLY)
  async run(): Promise<void> {
    await this.store.deleteExpired(this.clock.now());
    await this.links.deleteExpired(this.clock.now());
  }
}
