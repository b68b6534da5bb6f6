import { Injectable } from '@nestjs/common';
import { type Person, People } from '../identity';
import type { FieldError } from '../platform/http';
import { type ZoomConnection, ZoomConnections, registers } from '../zoom';
import { type CalendarSettings, type Member, isGroupType } from './calendar';
import { leadsOnZoom } from './leads-on-zoom.rules';

/** Whether the hosts of a calendar can give each participant a link of their own. */
@Injectable()
export class OwnLinkHosts {
  constructor(
    private readonly people: People,
    private readonly connections: ZoomConnections,
  ) {}

  /** What is wrong with these of its members. Who has no Zoom yet is judged when they have it: there and then by sharing. */
  async faults(accountId: string, settings: CalendarSettings, members: readonly Member[]): Promise<FieldError[]> {
    if (settings.zoom.joinLinks === 'shared' || !isGroupType(settings.type)) return [];
    const userIds = members.map(({ userId }) => userId);
    const connections = await this.connections.connectionsOf(userIds);
    const people = await this.people.inAccount(accountId, userIds);
    return people
      .filter((person) => leadsOnZoom({ ...settings, members }, person))
      .flatMap((person) => {
        const fault = faultOf(person, connections.get(person.userId));
        return fault === null ? [] : [{ pointer: '/zoom/joinLinks', detail: fault }];
      });
  }
}

function faultOf({ name }: Person, connection: ZoomConnection | undefined): string | null {
  if (connection?.state !== 'connected' || registers(connection)) return null;
  return connection.plan === 'basic'
    ? `${name} is on a basic Zoom plan, which gives participants no links of their own`
    : `${name} has not granted Zoom's registrant scopes; let them connect Zoom again`;
}
