import { Injectable } from '@nestjs/common';
import { missingScopes } from '#libs/zoom-api';
import type { CalendarRow } from '../calendars';
import { Clock } from '../platform/clock';
import { QuotaUsages, type ZoomConnection, ZoomConnections, registers } from '../zoom';
import type { CheckedHost } from './calendar-findings.rules';
import { rulesOf } from './calendar.rules';
import { slotsInFullestDay } from './check-hours.rules';
import type { HostBeforeZoom } from './checked-hosts.rules';
import { type WaitingLinks, WaitingLinksStore } from './waiting-links.store';
import type { HostOnZoom } from './zoom-findings.rules';

/** How Zoom stands with the hosts of a calendar, today and on the days to come. */
@Injectable()
export class ZoomOutlook {
  constructor(
    private readonly connections: ZoomConnections,
    private readonly quota: QuotaUsages,
    private readonly links: WaitingLinksStore,
    private readonly clock: Clock,
  ) {}

  /** Only those who lead slots on Zoom have one. */
  async of(calendar: CalendarRow, hosts: readonly HostBeforeZoom[]): Promise<CheckedHost[]> {
    const userIds = hosts.filter(({ leadsOnZoom }) => leadsOnZoom).map(({ userId }) => userId);
    const connections = await this.connections.connectionsOf(userIds);
    const waiting = userIds.length === 0 ? [] : await this.links.byDay(userIds, this.clock.now());
    const checked: CheckedHost[] = [];
    for (const { leadsOnZoom, schedule, ...host } of hosts) {
      const connection = connections.get(host.userId) ?? null;
      const fullestDay = Math.min(
        slotsInFullestDay(schedule, this.clock.ms(), rulesOf(calendar, true)),
        capOf(calendar),
      );
      const zoom = leadsOnZoom ? { ...(await this.stateOf(host.userId, connection, waiting)), fullestDay } : null;
      checked.push({ ...host, zoom });
    }
    return checked;
  }

  private async stateOf(
    userId: string,
    connection: ZoomConnection | null,
    waiting: readonly WaitingLinks[],
  ): Promise<Omit<HostOnZoom, 'fullestDay'>> {
    const { limit, remaining } = await this.quota.of(userId);
    return {
      state: connection?.state ?? 'not-connected',
      plan: connection?.plan ?? 'unknown',
      missingScopes: connection ? missingScopes(connection.scopes) : [],
      registers: connection !== null && registers(connection),
      limit,
      remaining,
      waiting: waiting.filter(({ hostId }) => hostId === userId),
    };
  }
}

/** A slot that takes place has an appointment at least. */
function capOf({ appointmentsPerDay, appointmentsPerHostPerDay }: CalendarRow): number {
  return Math.min(appointmentsPerDay ?? Infinity, appointmentsPerHostPerDay ?? Infinity);
}
