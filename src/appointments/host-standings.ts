import { Injectable } from '@nestjs/common';
import type { Standing } from '#libs/slots';
import { addDuration, parseDuration } from '#libs/time';
import type { Bookable, CalendarRow } from '../calendars';
import { Clock } from '../platform/clock';
import { Balance, rollCall, standingsOf } from './assignment.rules';
import { AssignmentStore } from './assignment.store';

/** How the members of a calendar stand, by the ledger and the holds there are. */
@Injectable()
export class HostStandings {
  constructor(
    private readonly ledger: AssignmentStore,
    private readonly clock: Clock,
  ) {}

  /** In membership order. */
  async of({ calendar, hosts }: Bookable): Promise<Standing[]> {
    return standingsOf(calendar, hosts, await this.balances(calendar));
  }

  /** The same for a decision, which notes first who came and went since the last one. Under the calendar's lock. */
  async forDecision({ calendar, hosts }: Bookable): Promise<Standing[]> {
    const balances = await this.balances(calendar);
    await this.ledger.callRoll(calendar.accountId, calendar.id, this.clock.now(), rollCall(hosts, balances));
    return standingsOf(calendar, hosts, balances);
  }

  /** Of everybody who ever hosted in the calendar. */
  balances({ accountId, id, distribution, timezone }: CalendarRow): Promise<Balance[]> {
    const window = parseDuration(distribution.window);
    const now = this.clock.ms();
    const since = window ? addDuration(now, { ...window, sign: -1 }, timezone) : now;
    return this.ledger.balances(accountId, id, { since: new Date(since), now: new Date(now) });
  }
}
