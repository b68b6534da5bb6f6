import { Injectable } from '@nestjs/common';
import { PageQuery, pageOf, positionOf } from '../platform/http';
import { People, type Principal } from '../identity';
import { QuotaUsages } from './quota-usages';
import { type ShownTeamUsage, toMemberUsage } from './team-usage.dto';
import { type ZoomConnection, ZoomConnections } from './zoom-connections';

/** How much of their days at Zoom the members of an account have used who have it connected. */
@Injectable()
export class ShowTeamUsage {
  constructor(
    private readonly people: People,
    private readonly connections: ZoomConnections,
    private readonly usages: QuotaUsages,
  ) {}

  /** As many statements whatever the number of members. */
  async run({ accountId }: Principal, query: PageQuery): Promise<ShownTeamUsage> {
    const names = new Map((await this.people.living(accountId)).map(({ userId, name }) => [userId, name]));
    const hosts = [...(await this.connections.connectionsOf([...names.keys()])).values()].sort(byConnection);
    const usages = await this.usages.ofAll(hosts.map(({ userId }) => userId));
    const all = hosts.flatMap((host) => {
      const [name, quota] = [names.get(host.userId), usages.get(host.userId)];
      return name === undefined || !quota ? [] : [{ ...host, name, quota }];
    });
    const after = positionOf(query);
    const rest = after ? all.filter(({ connectedAt: at, userId: id }) => compare({ at, id }, after) > 0) : all;
    const page = pageOf(rest, query, ({ connectedAt: at, userId: id }) => ({ at, id }), toMemberUsage);
    const sum = (field: 'used' | 'remaining' | 'parked' | 'deferred') =>
      all.reduce((total, { quota }) => total + quota[field], 0);
    const totals = { used: sum('used'), remaining: sum('remaining'), parked: sum('parked'), deferred: sum('deferred') };
    return { ...page, totals: { hosts: all.length, ...totals } };
  }
}

function byConnection(a: ZoomConnection, b: ZoomConnection): number {
  return compare({ at: a.connectedAt, id: a.userId }, { at: b.connectedAt, id: b.userId });
}

function compare(a: { at: Date; id: string }, b: { at: Date; id: string }): number {
  return a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : Number(a.id > b.id));
}
